// Stands in for the script of the late parts where the module is in one piece (`trunk serve`, quick builds): nothing of it is
// fetched late. The bundler writes another in its place when it cuts the module.
export function prefetch() {}
