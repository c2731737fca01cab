/** Small breaks of the page's pure modules, which its unit tests must notice: `npx stryker run`, or with `--mutate PATH,…`. */
export default {
  testRunner: "vitest",
  plugins: ["@stryker-mutator/vitest-runner"],
  reporters: ["clear-text"],
  clearTextReporter: { allowColor: false, allowEmojis: false, logTests: false },
  coverageAnalysis: "perTest",
  concurrency: 2,
  ignoreStatic: true,
  // Rewriting ours needs a compiler interface that this TypeScript no longer has; nothing in ours needs rewriting.
  tsconfigFile: "none",
  mutate: [
    "src/charts/{curves,labelPlacement,projection,scales,smoothing,tickLabels,ticks,unseen}.ts",
    "src/compare/{codePair,diffRows,differences,firstMetrics,reasonText,runNames,verdictRows}.ts",
    "src/lineage/layout.ts",
    "src/provenance/{bins,consoleLines,curveGroups,incarnations,patch,runCurves,serveCommands,speed,tiles}.ts",
    "src/runs/{columns,completion,cursor,curves,datasets,filter,layout,order,query,rows,tokens,virtual}.ts",
    "src/shared/{dates,format,selection,state,url}.ts",
  ],
};
