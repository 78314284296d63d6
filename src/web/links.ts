/** The links to pages that not every service has. */
import type { InfoResponse } from "./api.ts";

/** Shows those that this one has. */
export function showLinks({ training }: Pick<InfoResponse, "training">): void {
  const link = document.getElementById("link-train");
  if (link !== null) link.hidden = !training;
}
