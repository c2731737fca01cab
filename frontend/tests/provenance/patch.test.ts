import { describe, expect, it } from "vitest";
import { parsePatch } from "../../src/provenance/patch";

const PATCH = `diff --git a/mnist/train.py b/mnist/train.py
index 83db48f..bf269f4 100644
--- a/mnist/train.py
+++ b/mnist/train.py
@@ -10,3 +10,4 @@ def main():
 x = 1
-y = 2
+y = 3
+--- not a header
 z = 4
@@ -40 +41 @@
-old
\\ No newline at end of file
+new
\\ No newline at end of file
diff --git a/new file.txt b/new file.txt
new file mode 100644
--- /dev/null
+++ b/new file.txt\t
@@ -0,0 +1 @@
+hello
diff --git a/logo.png b/logo.png
Binary files a/logo.png and b/logo.png differ
`;

describe("parsePatch", () => {
  const files = parsePatch(PATCH);

  it("names the files and counts their lines", () => {
    expect(files.map(({ path, added, removed }) => [path, added, removed])).toEqual([
      ["mnist/train.py", 3, 2],
      ["new file.txt", 1, 0],
      ["logo.png", 0, 0],
    ]);
  });

  it("numbers both sides", () => {
    expect(files[0]?.lines.slice(0, 6).map(({ kind, before, after, text }) => [kind, before, after, text])).toEqual([
      ["hunk", null, null, "@@ -10,3 +10,4 @@ def main():"],
      ["same", 10, 10, "x = 1"],
      ["removed", 11, null, "y = 2"],
      ["added", null, 11, "y = 3"],
      ["added", null, 12, "--- not a header"],
      ["same", 12, 13, "z = 4"],
    ]);
    expect(files[0]?.lines.at(-2)).toEqual({ kind: "added", text: "new", before: null, after: 41 });
  });

  it("says what cannot be shown", () => {
    expect(files[2]?.lines.map(({ kind }) => kind)).toEqual(["note"]);
  });

  it("reads git's quoted names", () => {
    const text =
      'diff --git "a/\\303\\274.py" "b/\\303\\274.py"\n--- "a/\\303\\274.py"\n+++ "b/\\303\\274.py"\n@@ -1 +1 @@\n-a\n+b\n';
    expect(parsePatch(text)[0]?.path).toBe("ü.py");
  });

  it("finds nothing in nothing", () => {
    expect(parsePatch("")).toEqual([]);
  });
});
