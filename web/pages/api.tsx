/** The API for people: made from the contract itself, as its OpenAPI description is. */
import type { Endpoint } from "#contract/endpoint.ts";
import { allEndpoints } from "#contract/endpoints.ts";
import { refusalTexts } from "#contract/refusals.ts";
import { size } from "#web/formats.ts";
import type { Page } from "#web/page.ts";
import { namedShapes, type Schema, SchemaRows, typeText } from "#web/parts/schema.tsx";
import type { Voice } from "#web/voice.ts";
import { isWord } from "#web/words.ts";

const endpoints = await allEndpoints();
/** The rooms of the API in the order in which a newcomer meets them; those the list forgets come after. */
const tags = new Set([
  ...["registry", "ledger", "catalogue", "lists", "measures", "reports", "access", "intake", "notices"],
  ...endpoints.map(({ tag }) => tag),
]);
const rules = [1, 2, 3, 4, 5, 6, 7] as const;

const shapes = new Map<string, Schema>();
for (const { params, query, body, response } of endpoints) {
  for (const schema of [params, query, body, response]) if (schema) namedShapes(schema as Schema, shapes);
}

export const apiPage: Page = {
  path: "/api",
  get: ({ voice }) => {
    const { say } = voice;
    return {
      title: say("api.title"),
      description: say("api.lead"),
      body: (
        <div class="wide api">
          <h1>{say("api.title")}</h1>
          <p class="lead prose-width">{say("api.lead")}</p>
          <p>
            <a href="/api/v1/openapi.json" download>
              {say("api.download")}
            </a>
          </p>
          <h2>{say("api.rules.title")}</h2>
          <ul class="prose-width">
            {rules.map((rule) => (
              <li key={rule}>{say(`api.rules.${rule}`)}</li>
            ))}
          </ul>
          <Tokens voice={voice} />
          {[...tags].map((tag) => (
            <Tagged key={tag} voice={voice} tag={tag} />
          ))}
          <h2 id="shapes">{say("api.shapes")}</h2>
          {[...shapes]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, schema]) => (
              <Shape key={name} voice={voice} name={name} schema={schema} />
            ))}
        </div>
      ),
    };
  },
};

const steps = [1, 2, 3, 4] as const;

/** How a program comes to a token, with the request as it goes over the wire. */
function Tokens({ voice: { say } }: { voice: Voice }) {
  return (
    <section class="prose-width" id="tokens">
      <h2>{say("api.tokens.title")}</h2>
      <ol>
        {steps.map((step) => (
          <li key={step}>{say(`api.tokens.${step}`)}</li>
        ))}
      </ol>
      <pre class="commands">
        <code>{tokenRequest}</code>
      </pre>
      <p>{say("api.tokens.demo")}</p>
      <pre class="commands">
        <code>{tokenOnDemo}</code>
      </pre>
    </section>
  );
}

const tokenRequest = `POST /oauth/token
content-type: application/x-www-form-urlencoded

grant_type=client_credentials
&client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer
&client_assertion=<JWT: iss = sub = client id, aud = /oauth/token, jti, exp>
&scope=files:read`;

const tokenOnDemo = `npm run -s chengxin -- token --as 11880000MB88001255 > token.txt
curl -H "authorization: Bearer $(cat token.txt)" http://localhost:8080/api/v1/intake/batches`;

function Tagged({ voice, tag }: { voice: Voice; tag: string }) {
  const tagged = endpoints.filter((endpoint) => endpoint.tag === tag);
  const key = `api.tag.${tag}`;
  return (
    <section>
      <h2>{isWord(key) ? voice.say(key) : tag}</h2>
      {tagged.map((endpoint) => (
        <Operation key={endpoint.id} voice={voice} endpoint={endpoint} />
      ))}
    </section>
  );
}

function Operation({ voice, endpoint }: { voice: Voice; endpoint: Endpoint }) {
  const { say, tell } = voice;
  return (
    <details class="operation" id={endpoint.id}>
      <summary>
        <code class={`method method-${endpoint.method.toLowerCase()}`}>{endpoint.method}</code>{" "}
        <code>{endpoint.path}</code>
        <span class="operation-summary">{tell(endpoint.summary)}</span>
      </summary>
      {endpoint.description && <p>{tell(endpoint.description)}</p>}
      <p class="quiet">
        {say(`api.entrance.${endpoint.entrance}`)}
        {endpoint.idempotent && ` · ${say("api.idempotent")}`}
      </p>
      <Parameters voice={voice} endpoint={endpoint} />
      <h3>{say("api.answer")}</h3>
      <p>
        <code>{endpoint.status ?? 200}</code>{" "}
        {endpoint.fileResponse ? (
          say("api.answer.file", { types: endpoint.fileResponse.mediaTypes.join(", ") })
        ) : (
          <code>{typeText(voice, endpoint.response as Schema)}</code>
        )}
      </p>
      <Refusals voice={voice} codes={endpoint.refusals ?? []} />
    </details>
  );
}

function Parameters({ voice, endpoint }: { voice: Voice; endpoint: Endpoint }) {
  const { say, row } = voice;
  const { params, query, body, fileBody } = endpoint;
  if (!params && !query && !body && !fileBody) return null;
  return (
    <>
      <h3>{say("api.parameters")}</h3>
      {fileBody && <p>{say("api.body.file", { types: row(fileBody.mediaTypes), size: size(fileBody.maxBytes) })}</p>}
      {(params || query || body) && (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say("api.parameter")}</th>
              <th scope="col">{say("api.place")}</th>
              <th scope="col">{say("api.type")}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            {params && <SchemaRows voice={voice} schema={params as Schema} place={say("api.place.path")} />}
            {query && <SchemaRows voice={voice} schema={query as Schema} place={say("api.place.query")} />}
            {body && <SchemaRows voice={voice} schema={body as Schema} place={say("api.place.body")} />}
          </tbody>
        </table>
      )}
    </>
  );
}

function Refusals({ voice, codes }: { voice: Voice; codes: readonly string[] }) {
  const { say, tell } = voice;
  if (codes.length === 0) return null;
  return (
    <>
      <h3>{say("api.refusals")}</h3>
      <ul>
        {codes.map((code) => {
          const text = refusalTexts.get(code);
          return (
            <li key={code}>
              <code>{text?.status}</code> <code>{code}</code> {text && tell(text.title).replace(/\{\w+\}/g, "…")}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Shape({ voice, name, schema }: { voice: Voice; name: string; schema: Schema }) {
  const { say } = voice;
  const { $id: _, ...unnamed } = schema;
  return (
    <details class="operation" id={`shape-${name}`}>
      <summary>
        <code>{name}</code>
      </summary>
      {schema.properties ? (
        <table class="table">
          <thead>
            <tr>
              <th scope="col">{say("api.shape.field")}</th>
              <th scope="col">{say("api.type")}</th>
              <td />
            </tr>
          </thead>
          <tbody>
            <SchemaRows voice={voice} schema={schema} />
          </tbody>
        </table>
      ) : (
        <p>
          <code>{typeText(voice, unnamed)}</code>
        </p>
      )}
    </details>
  );
}
