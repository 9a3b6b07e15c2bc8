/** Paths of the files that feeds are written in. */
export const eventFeedFile = 'src/components/event-feed.ts';
export const feedRoutesFile = 'src/components/routes/feed-routes.ts';
export const feedHttpFile = 'src/http/feed.ts';
export const webSocketFile = 'src/http/web-socket.ts';
export const listenersFile = 'src/http/listeners.ts';
export const keptEventsFile = 'src/domain/kept-events.ts';
