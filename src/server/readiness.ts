/** Whether the service wants more requests. */
export class Readiness {
  /** Set once, when the service has been told to stop; it goes on answering until its connections are closed. */
  stopping = false;
}
