/**
 * Serialisers of answers and validators of what comes in, made when they are first needed instead of at the start:
 * there are many, and a start is waited for. A test holds that each can be made.
 */
import { AjvCompiler } from "@fastify/ajv-compiler";
import { SerializerSelector } from "@fastify/fast-json-stringify-compiler";

type SerialiserFactory = ReturnType<typeof SerializerSelector>;

const makeSerialisers = SerializerSelector();

/** As Fastify's own, but each serialiser is compiled when it is first needed. */
export const serialisersWhenNeeded: SerialiserFactory = (externalSchemas, options) => {
  const make = makeSerialisers(externalSchemas, options);
  return (route) => {
    let serialise: ReturnType<typeof make> | undefined;
    return (answer) => {
      serialise ??= make(route);
      return serialise(answer);
    };
  };
};

type ValidatorFactory = ReturnType<typeof AjvCompiler>;

const makeValidators = AjvCompiler();

/** As Fastify's own, but each validator is compiled when it is first needed. */
export const validatorsWhenNeeded: ValidatorFactory = (externalSchemas, options) => {
  const make = makeValidators(externalSchemas, options);
  return (route) => {
    let validate: ReturnType<typeof make> | undefined;
    const whenNeeded = (value: unknown) => {
      validate ??= make(route);
      const holds = validate(value);
      // Fastify reads the faults from the function it called.
      whenNeeded.errors = validate.errors;
      return holds;
    };
    whenNeeded.errors = undefined as ReturnType<typeof make>["errors"];
    // Ajv's own functions carry their schema too, which Fastify does not ask for.
    return whenNeeded as ReturnType<typeof make>;
  };
};
