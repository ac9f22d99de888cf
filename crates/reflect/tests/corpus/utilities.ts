type A = string | null | undefined;
type F = (a: string, b?: number) => Date;
