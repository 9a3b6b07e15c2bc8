/** What the one field of an input is called whose body is a list itself. */
export const listInputName = 'items';
