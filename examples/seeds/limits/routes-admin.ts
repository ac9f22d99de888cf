import {route} from '@mionkit/router';
// Shown:
// ❌ This route won't be compiled if it's in a file
// that is not imported by the start script
// routes-admin.ts (not imported)
const adminRoutes = {
deleteUser: route((ctx, id: string): void => {
/* ... */
}),
};
// Added: the page does not say who uses them.
export {adminRoutes};
