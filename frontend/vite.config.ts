import { defineConfig } from "vitest/config";

// TensorBoard imports "./index.js" and calls its render(); everything else is found relative to that module.
export default defineConfig({
  base: "./",
  publicDir: false,
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    outDir: "../tb_lifecycle/plugin/static",
    emptyOutDir: true,
    target: "es2022",
    cssCodeSplit: false,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: { index: "src/index.ts" },
      preserveEntrySignatures: "strict",
      output: {
        entryFileNames: "[name].js",
        chunkFileNames: "chunk-[name]-[hash].js",
        assetFileNames: (asset) => (asset.names[0]?.endsWith(".css") ? "index.css" : "asset-[name]-[hash][extname]"),
      },
    },
  },
  test: { include: ["src/**/*.test.ts", "src/**/*.test.tsx", "tests/**/*.test.ts"], environment: "node" },
});
