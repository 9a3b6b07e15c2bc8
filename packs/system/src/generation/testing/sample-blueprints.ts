/** Blueprints that between them use everything the language can say about records and operations. */

export const tasks = `
millwright: 1
name: task-api
entities:
  Task:
    fields:
      title: text 1..200
      description: text? ..2000
    states: { field: status, values: [open, completed], actions: { complete: open -> completed } }
`;

/** Every kind of field, every rule of references, every step of operations. */
export const workshop = (storage: 'memory' | 'sqlite') => `
millwright: 1
name: bicycle-workshop
storage: ${storage}
interfaces: { http: { port: 9090, prefix: /api } }
events:
  repairOpened: { repair: Repair, at: datetime }
entities:
  Bicycle:
    description: a bicycle that has been brought in
    fields:
      serialNumber: text 1..40 unique
      brand: text 1..100
      ownerEmail: email? unique ignoring case
      openRepairs: integer 0..2 = 0
      mechanics: Mechanic[] 0..3
  Mechanic:
    fields:
      name: text 1..80
      birthday: date?
      phone: phone?
      site: url?
      shift: time?
      isbn: isbn?
  Repair:
    fields:
      bicycle: Bicycle on delete cascade
      mechanic: Mechanic? on delete clear
      description: text 1..2000
      priority: low | normal | urgent = normal
      price: money? 0..
      hours: number? 0..100
      receivedOn: date = today
      promisedAt: datetime?
      isWarranty: boolean = false
      parts: text[]? 0..20
      details: json?
      class: text? ..20
    unique: [[bicycle, description]]
    states:
      field: state
      values: [received, 'in progress', done, collected]
      actions: { start: received -> in progress, finish: in progress -> done, collect: 'done -> collected', cancel: '* -> collected' }
  Note:
    fields: { repair: Repair unique on delete restrict, text: text 1..500 }
operations:
  bringIn:
    http: POST /bicycles/{bicycle}/repairs
    input: { description: text 1..2000, price: money? 0.., urgent: boolean = false }
    do:
      - load: Bicycle as bicycle
      - create: Repair as repair
        from: input
        set: { bicycle: bicycle.id, priority: "input.urgent ? 'urgent' : 'normal'" }
      - increment: bicycle.openRepairs
        by: 1
        else: 409 too_many_repairs
      - emit: repairOpened
        set: { repair: repair.id, at: now }
    answer: 201
  overdueRepairs:
    http: GET /repairs/overdue
    do:
      - list: Repair as repairs
        where: record.promisedAt != null && record.promisedAt < now && record.state != 'collected' && (record.parts == null || size(record.parts) > 0)
  countOpen:
    http: GET /bicycles/{bicycle}/load
    do:
      - load: Bicycle as bicycle
      - count: Repair as open
        where: record.bicycle == bicycle.id && record.state in ['received', 'in progress']
      - compute: twice
        value: open * 2
    answer: { body: { open: open, twice: twice, serial: bicycle.serialNumber } }
  addNote:
    http: PUT /repairs/{repair}/note
    input: { text: text 1..500 }
    do:
      - load: Repair as repair
      - upsert: Note as note
        key: { repair: repair.id }
        set: { text: input.text }
  discount:
    http: POST /repairs/{repair}/discount
    input: { amount: money 0..1000 }
    do:
      - load: Repair as repair
      - require: repair.price != null
        else: 422 no_price
      - update: repair
        set: { price: repair.price - input.amount, description: "repair.description + ' (discount)'" }
`;

/** Names that are words of TypeScript, SQL or of the generated code itself. */
export const awkwardNames = (storage: 'memory' | 'sqlite') => `
millwright: 1
name: awkward
storage: ${storage}
entities:
  Table:
    fields:
      select: text 1..10
      order: integer
      class: boolean = false
      input: text?
      tables: text?
    states:
      field: group
      values: [from, to]
      actions:
        return: from -> to
  Transaction:
    fields:
      table: Table
      page: Page?
      kind: "'it''s' | '\`\${x}\`' | '*/' = '*/'"
    unique: [[table, page]]
  Page:
    description: "*/ process.exit() /* \`\${1}\`"
    fields:
      page: Page?
      journal: text unique ignoring case
      row: number = 1.5
  Class:
    fields:
      case: "text /[a-z'\`]+/"
      name: text
      errors: text[] 1..3
      requests: json
`;
