import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    // The API serves what lies here; nothing else does, so it is emptied first.
    outDir: '../Api/wwwroot',
    emptyOutDir: true,
    // The map library alone is larger than the default limit of 500 kB.
    chunkSizeWarningLimit: 1500,
    // A file inside a script or a style sheet would be refused by the page's content security policy.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:8080',
      '/live': { target: 'http://127.0.0.1:8080', ws: true },
    },
  },
  test: { include: ['tests/**/*.test.ts'] },
});
