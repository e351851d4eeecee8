/** The operating system's name for what went wrong ("ENOENT"), or "" for any other error. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
