/**
 * Trains one of npm's classifiers and writes what it has learned.
 *
 *     node npm.js natural|bayes|wink CORPUS MODEL
 */
import { readFileSync, writeFileSync } from "node:fs";

const [name, corpus, model] = process.argv.slice(2);
const documents = readFileSync(corpus, "utf8").trimEnd().split("\n").map(JSON.parse);

const peers = {
  async natural() {
    const { default: natural } = await import("natural");
    const classifier = new natural.BayesClassifier();
    for (const { author, text } of documents) classifier.addDocument(text, author);
    classifier.train();
    return JSON.stringify(classifier);
  },
  async bayes() {
    const { default: bayes } = await import("bayes");
    const classifier = bayes();
    for (const { author, text } of documents) await classifier.learn(text, author);
    return classifier.toJson();
  },
  async wink() {
    const { default: wink } = await import("wink-naive-bayes-text-classifier");
    const classifier = wink();
    classifier.defineConfig({ considerOnlyPresence: false, smoothingFactor: 1 });
    classifier.definePrepTasks([(text) => text.toLowerCase().match(/\w+(?:['’-]\w+)*|[^\w\s]/gu) ?? []]);
    for (const { author, text } of documents) classifier.learn(text, author);
    classifier.consolidate();
    return classifier.exportJSON();
  },
};

writeFileSync(model, await peers[name]());
