/** Serialisers of answers, made at the first answer instead of at the start: there are many, and a start is waited for. */
import { SerializerSelector } from "@fastify/fast-json-stringify-compiler";

type Factory = ReturnType<typeof SerializerSelector>;

const makeAll = SerializerSelector();

/** As Fastify's own, but each serialiser is compiled when it is first needed. */
export const serialisersWhenNeeded: Factory = (externalSchemas, options) => {
  const make = makeAll(externalSchemas, options);
  return (route) => {
    let serialise: ReturnType<typeof make> | undefined;
    return (answer) => {
      serialise ??= make(route);
      return serialise(answer);
    };
  };
};
