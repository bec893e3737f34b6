/**
 * The error code of a request whose connection, answered on before, was closed before its first byte was answered: mostly the
 * idle timeout of a server or proxy that does not say how long it is.
 */
export const REUSED_CONNECTION_CLOSED = "REUSED_CONNECTION_CLOSED";
