/** Titles of the column that names the fields. */
export const FIELD_TITLE = /^(?:fields?|names?|attributes?|propert(?:y|ies)|columns?|field name)$/;

/** Titles of the column that says whose fields they are. */
export const OWNER_TITLE = /^(?:entity|record|model|table|object|resource)$/;
