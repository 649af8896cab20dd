/** With this word the desktop window's page asks for its MessagePort, and with it the port is handed over. */
export const portMessage = 'lifeline:port'
