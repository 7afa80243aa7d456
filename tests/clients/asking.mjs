// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// As asking.py, with the npm package @modelcontextprotocol/sdk:  asking.mjs URL
import { createInterface } from 'node:readline';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

const say = (kind, text = '') => console.log(kind, String(text).replace(/\s+/g, ' ').slice(0, 300));
const client = new Client({ name: 'asking', version: '1' });
client.setNotificationHandler(ResourceListChangedNotificationSchema, () => say('changed'));
const transport = new StreamableHTTPClientTransport(new URL(process.argv[2]));
await client.connect(transport);
say('ready', transport.protocolVersion);
for await (const _ of createInterface({ input: process.stdin })) {
    try {
        const question = { name: 'find_helpful_skills', arguments: { task_description: 'make a spreadsheet from a list' } };
        say('answer', (await client.callTool(question)).content[0].text);
    } catch (error) {
        say('error', `${error} ${error.cause ?? ''}`);
    }
}
await client.close();
