/** Containers of the image under test, on this machine's own loopback. */
import { freePort } from "../free-port.ts";
import { run, succeeds, type Printed } from "./tool.ts";

/** A container that runs until it is disposed of. */
export class Container implements AsyncDisposable {
  readonly id: string;
  readonly url: string;

  private constructor(id: string, port: number) {
    this.id = id;
    this.url = `http://127.0.0.1:${port}`;
  }

  /**
   * Starts one in this machine's own network, so that nothing stands between it and whoever asks.
   *
   * @param options of `docker run`
   * @param command what follows the image's name
   */
  static async start(
    image: string,
    options: readonly string[] = [],
    command: readonly string[] = [],
  ): Promise<Container> {
    const port = await freePort();
    const where = options.includes("--network") ? [] : ["--network", "host"];
    const id = await succeeds("docker", [
      "run",
      "--detach",
      ...where,
      "--env",
      `PORT=${port}`,
      "--env",
      "HOST=127.0.0.1",
      // Several may run beside each other.
      "--env",
      "PENPRINT_METRICS_PORT=0",
      ...options,
      image,
      ...command,
    ]);
    return new Container(id, port);
  }

  /** Waits for its first answer to a request for a prediction. @returns milliseconds from the start of waiting */
  async firstAnswer(patience = 20_000): Promise<number> {
    const begun = performance.now();
    while (performance.now() - begun < patience) {
      try {
        const answer = await predict(this.url);
        if (answer.status === 200) return performance.now() - begun;
      } catch {
        // Nobody listens yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`no answer within ${patience / 1000} s:\n${await this.logs()}`);
  }

  /** Runs a program in it. */
  execute(...command: string[]): Promise<Printed> {
    return run("docker", ["exec", this.id, ...command]);
  }

  /** A field of `docker inspect`, by a template of Go's. */
  inspect(template: string): Promise<string> {
    return succeeds("docker", ["inspect", "--format", template, this.id]);
  }

  /** What it has printed. */
  async logs(): Promise<string> {
    const { stdout, stderr } = await run("docker", ["logs", this.id]);
    return stdout + stderr;
  }

  /** Waits until it has ended. @returns its exit code */
  async ended(): Promise<number> {
    return Number(await succeeds("docker", ["wait", this.id]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("docker", ["rm", "--force", "--volumes", this.id]);
  }
}

/** Asks for a prediction. */
export function predict(
  url: string,
  text = "Fellow citizens of the Senate and of the House.",
): Promise<Response> {
  return fetch(`${url}/v1/predict`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });
}
