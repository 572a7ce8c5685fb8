/** Clocks of mandates: until when somebody may act for a subject. */
import type { Clock } from "#src/platform/clock.ts";
import type { Pool } from "#src/platform/database.ts";
import { listActs } from "../act-store.ts";
import type { ClockSource } from "../clocks.ts";
import { foldMandate, isInForce, mandateStream } from "./mandate.ts";

const most = 200;

export function mandateClocks({ app, clock }: { readonly app: Pool; readonly clock: Clock }): ClockSource {
  return {
    async of(scope, subjectId) {
      scope.mustBe("subject", "body");
      const streams = await listActs(app, mandateStream, { about: subjectId, after: null, limit: most });
      const mandates = streams.map(foldMandate).filter((one) => one !== null && isInForce(one, clock.today()));
      return mandates.flatMap((one) =>
        one
          ? [{ kind: "mandate-end" as const, subjectId, id: one.id, on: one.until, authority: null, itemId: null }]
          : [],
      );
    },
  };
}
