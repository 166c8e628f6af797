/** The package as a CommonJS module. */
import conversations = require('@twilio/conversations');

const client: conversations.Client = new conversations.Client('token');
client.on('messageAdded', (message) => console.log(message.body, message instanceof conversations.Message));

export = client;
