/** The program that tests start in processes of their own. */

/** The file of OSTIARY_TEST_PROGRAM, as `npm test` builds it; without it the source, which takes longer to start. */
export const program: { readonly file: string; readonly nodeOptions: readonly string[] } = (() => {
  const built = process.env.OSTIARY_TEST_PROGRAM;
  return built === undefined
    ? { file: 'src/main.ts', nodeOptions: ['--import', 'tsx'] }
    : { file: built, nodeOptions: [] };
})();
