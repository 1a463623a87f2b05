/** The only table that a case knows. */
export const TableName = 'ledger';
