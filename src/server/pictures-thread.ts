/** A thread that draws the pictures of one card, and ends: what draws takes memory and time that requests need. */
import { parentPort, workerData } from "node:worker_threads";

import { type DepictedCard, depictedIn } from "../report/depicted.ts";
import { picturesOf } from "../report/pictures.ts";

parentPort!.postMessage(picturesOf(depictedIn(workerData as DepictedCard)));
