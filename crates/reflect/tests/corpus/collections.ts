type A = [string, number]; type B = [...A, boolean];
interface A { id: string }
type A = {id: string}[]; type B = [string, number];
