import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");
const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => `${folder}/${path}`);

const EXPORTED = /^export (?:async )?(?:function|const|let|class|interface|type) (\w+)/gm;

test("what a module exports is used by another, or by a test", () => {
  const words = new Map(
    [...below("src"), ...below("tests"), ...below("e2e")].map((path) => {
      const text = readFileSync(join(root, path), "utf8");
      return [path, { text, names: new Set(text.match(/\w+/g)) }];
    }),
  );
  const unused: string[] = [];
  for (const [path, { text }] of words) {
    if (!path.startsWith("src/")) continue;
    for (const [, name = ""] of text.matchAll(EXPORTED)) {
      const used = [...words].some(([other, { names }]) => other !== path && names.has(name));
      if (!used) unused.push(`${path}: ${name}`);
    }
  }
  expect(words.size).toBeGreaterThan(100);
  expect(unused).toEqual([]);
});
