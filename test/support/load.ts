// A client that does not wait for answers before it asks again (open loop), each time on a new
// connection: what a load balancer in front of a container does to it.
import { get } from "node:http";

export interface Request {
  readonly path: string;
  /** Milliseconds of performance.now(). */
  readonly began: number;
  ended: number;
  /** Empty if the whole answer came. */
  failure: string;
}

export interface Load {
  readonly requests: readonly Request[];
  /** Asks no more; resolves when every request has been answered or has failed. */
  finish(): Promise<readonly Request[]>;
}

/** Every `everyMs` one request of `path(n)`. */
export function startLoad(port: number, everyMs: number, path: (n: number) => string): Load {
  const requests: Request[] = [];
  const open: Promise<void>[] = [];
  const timer = setInterval(() => {
    const request = {
      path: path(requests.length),
      began: performance.now(),
      ended: 0,
      failure: "",
    };
    requests.push(request);
    open.push(send(port, request));
  }, everyMs);
  return {
    requests,
    async finish() {
      clearInterval(timer);
      await Promise.all(open);
      return requests;
    },
  };
}

function send(port: number, request: Request): Promise<void> {
  return new Promise((resolve) => {
    const done = (failure: string) => {
      request.ended = performance.now();
      request.failure = failure;
      resolve();
    };
    const options = { host: "127.0.0.1", port, path: request.path, agent: false };
    const call = get(options, (response) => {
      let body = "";
      response.on("data", (text) => {
        body += text;
      });
      response.on("error", (error) => done(error.message));
      response.on("end", () => {
        const whole = response.statusCode === 200 && body === "served\n";
        done(whole ? "" : `${response.statusCode} ${JSON.stringify(body)}`);
      });
    });
    call.on("error", (error) => done(error.message));
  });
}
