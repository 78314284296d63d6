/** The rules by which the Flask demo picked its lines, told in our own code, to compare with. */
import { compileSelector } from "../../src/collect/html/select.ts";
import { parseTree } from "../../src/collect/html/tree.ts";
import type { Tree } from "../../src/collect/html/tree.ts";

type Speakers = Readonly<Record<string, string>>;

/** Page, element that holds lines, and the exact names that counted there. */
const pages: readonly (readonly [string, string, Speakers])[] = [
  ["first", "dd", { "Steve Rogers": "Captain America", "Steve Rogers:": "Captain America" }],
  ["second", "p", { "Tony Stark": "Iron Man", "Tony Stark:": "Iron Man" }],
  ["third", "p", { "TONY STARK:": "Iron Man", "STEVE ROGERS:": "Captain America" }],
];

/**
 * A line is an element whose first bold text is exactly a speaker's name; the name with its colon is cut from its
 * text, and so is everything from the first opening bracket to the last closing one.
 */
function lines(html: string, element: string, speakers: Speakers): { author: string; text: string }[] {
  const tree = parseTree(html);
  return compileSelector(element)
    .all(tree)
    .flatMap((node) => {
      const bold = find(tree, node, "b");
      const author = bold < 0 ? undefined : speakers[all(tree, bold)];
      if (author === undefined) return [];
      const name = all(tree, bold).replace(/:$/, "");
      return [
        {
          author,
          text: all(tree, node)
            .replaceAll(`${name}:`, "")
            .trim()
            .replace(/\[.+\]/g, ""),
        },
      ];
    });
}

const find = (tree: Tree, node: number, name: string): number => {
  for (let at = node + 1; at < tree.after(node); at++) if (tree.name(at) === name) return at;
  return -1;
};

const all = (tree: Tree, node: number): string => {
  let text = "";
  for (let at = node; at < tree.after(node); at++) if (tree.isText(at)) text += tree.text(at);
  return text;
};

export const demoRules = { pages, lines };
