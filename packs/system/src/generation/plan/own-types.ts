/** Types that generated files import or declare beside those of the blueprint. */
export const ownTypes: readonly string[] = (
  'Problem FieldError Tables Table Stored NewRow Changes ListQuery Conditions Condition Sort Page CursorPage CursorQuery Database Connection Journal ' +
  'MemoryTable SqliteTable UniqueIndex UniqueKey TableLayout Transaction Command Ask Config ConfigError DomainEvent Emit ' +
  'JsonValue Upserted Operation Operations Offered Row Server AddressInfo Log HarnessError RequestPort Schema Context ' +
  'ComponentContext ApiEndpoint DatabaseSession PostgresTable Pool ApiEndpointOptions Store Clock Settings ' +
  'Event EventOf FlowRunner JobRunner FlowDefinition FlowState JobTable OutgoingRequest RetryRule WatchedTable EventFeed Feed OpenStream Subscribe UpgradeResponse WebSocket WebSocketServer HttpBindings Socket'
).split(' ');
