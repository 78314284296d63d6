/** Writes answers by their schemas, with a function that is compiled when the first such answer is written. */
import {
  type Serializer,
  type SerializerFactory,
  SerializerSelector,
} from "@fastify/fast-json-stringify-compiler";

const build: SerializerFactory = SerializerSelector();

/**
 * The same as Fastify's own, but late: most of a hundred kinds of answers are never given, and to compile them all takes
 * a sixth of the time to start.
 */
export const lateSerializers: SerializerFactory = (schemas, options) => {
  const compile = build(schemas, options);
  return (route) => {
    let write: Serializer | null = null;
    return (answer) => (write ??= compile(route))(answer);
  };
};
