/**
 * One table of operations, held against the simulation always, against moto where it is installed, and against the
 * DynamoDB of your account where you say so: `REMOTE=1 npm run contract`.
 */
import { PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Case, type Row, TableName } from './cases/case.ts';
import { conditions } from './cases/conditions.ts';
import { items } from './cases/items.ts';
import { queries } from './cases/queries.ts';
import { transactions } from './cases/transactions.ts';
import { howMotoDiffers, unlikeMoto } from './cases/unlike-moto.ts';
import { updates } from './cases/updates.ts';
import { motoIsInstalled } from '../../../aws/moto-server.ts';
import { isRemote, RemoteTable } from '../../../remote/table.ts';
import { Moto, simulation, type TableWorld } from './worlds.ts';

const groups = { conditions, updates, items, queries, transactions };

/** What a case asks about, as it happened. */
async function happened({ client, settle }: TableWorld, { rows = [], send, gives, fails, leaves }: Case) {
  for (const Item of rows) await settle(client.send(new PutCommand({ TableName, Item })));
  const [output, error] = await settle(client.send(send as never) as Promise<object>).then(
    (answer) => [answer, undefined],
    (thrown: unknown) => [undefined, thrown as object],
  );
  const { Items = [] } = await settle(client.send(new ScanCommand({ TableName })));
  return {
    failed: error !== undefined,
    error: picked(error, fails),
    output: picked(output, gives),
    rows: leaves && byKey(Items as Row[]),
  };
}

function wanted({ fails, gives = {}, leaves }: Case) {
  return { failed: fails !== undefined, error: fails ?? {}, output: gives, rows: leaves && byKey(leaves) };
}

function picked(from: object | undefined, fields: object = {}): object {
  return Object.fromEntries(
    Object.keys(fields).map((name) => [name, (from as Record<string, unknown> | undefined)?.[name]]),
  );
}

function byKey(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.pk + a.sk < b.pk + b.sk ? -1 : 1));
}

describe.each(Object.entries(groups))('on the simulation: %s', (_group, cases) => {
  test.each(cases.map((one) => [one.title, one] as const))('%s', async (_title, one) => {
    expect(await happened(simulation(), one)).toEqual(wanted(one));
  });
});

test('every known difference of moto belongs to a case', () => {
  const titles = Object.values(groups).flatMap((cases) => cases.map(({ title }) => title));
  expect(
    Object.keys(unlikeMoto).filter((beginning) => !titles.some((title) => title.startsWith(beginning))),
  ).toEqual([]);
});

const installed = motoIsInstalled();
if (!installed)
  console.warn("not run against moto: moto_server is not installed (pip install 'moto[server]')");

describe.runIf(installed && !isRemote)('on moto', () => {
  let moto: Moto | undefined;
  beforeAll(async () => {
    moto = await Moto.start();
  }, 20_000);
  afterAll(() => moto?.stop());

  describe.each(Object.entries(groups))('%s', (_group, cases) => {
    const alike = cases.filter(({ title }) => howMotoDiffers(title) === undefined);
    const unlike = cases.filter(({ title }) => howMotoDiffers(title) !== undefined);
    test.each(alike.map((one) => [one.title, one] as const))('%s', async (_title, one) => {
      expect(await happened(await (moto as Moto).emptyTable(), one)).toEqual(wanted(one));
    });
    test.each(unlike.map((one) => [one.title, howMotoDiffers(one.title), one] as const))(
      '%s, unlike: %s',
      async (_title, _how, one) => {
        expect(await happened(await (moto as Moto).emptyTable(), one)).not.toEqual(wanted(one));
      },
    );
  });
});

describe.runIf(isRemote)('on the account', () => {
  let table: RemoteTable | undefined;
  beforeAll(async () => {
    table = await RemoteTable.open(console.warn);
  }, 180_000);
  afterAll(() => table?.close(), 60_000);

  describe.each(Object.entries(groups))('%s', (_group, cases) => {
    test.each(cases.map((one) => [one.title, one] as const))(
      '%s',
      { timeout: 60_000 },
      async (_title, one) => {
        const client = await (table as RemoteTable).empty();
        expect(await happened({ client, settle: (promise) => promise }, one)).toEqual(wanted(one));
      },
    );
  });
});
