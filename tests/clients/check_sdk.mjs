// SPDX-FileCopyrightText: 2026 The Skills Tray authors
// SPDX-License-Identifier: MIT
// The npm package @modelcontextprotocol/sdk: initialise, list, call every tool, read a resource, see a changed skill.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResourceListChangedNotificationSchema } from '@modelcontextprotocol/sdk/types.js';

const plan = JSON.parse(process.argv[2]);
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const client = new Client({ name: 'check', version: '1' });
let changes = 0;
client.setNotificationHandler(ResourceListChangedNotificationSchema, () => { changes += 1; });
const transport = plan.url
    ? new StreamableHTTPClientTransport(new URL(plan.url))
    : new StdioClientTransport({ command: plan.command, args: plan.args, env: plan.env });
await client.connect(transport);

const call = async (name, args) => (await client.callTool({ name, arguments: args })).content[0].text;
const { tools } = await client.listTools();
assert.deepEqual(tools.map((tool) => tool.name).sort(), ['find_helpful_skills', 'list_skills', 'read_skill_document']);
for (let i = 0; i < 100 && !(await call('list_skills', {})).includes('poem-writer'); i += 1) await pause(50);
assert.match(await call('list_skills', {}), /table-maker/);
assert.match(await call('find_helpful_skills', { task_description: 'make a spreadsheet from a list' }), /table-maker/);
assert.match(await call('read_skill_document', { skill_name: 'table-maker', document_path: 'scripts/run.py' }), /hello/);
const { resources } = await client.listResources();
const poem = resources.find((resource) => resource.uri.endsWith('poem-writer/SKILL.md'));
assert.match((await client.readResource({ uri: poem.uri })).contents[0].text, /poem/);
const { prompts } = await client.listPrompts();
assert.ok(prompts.some((prompt) => prompt.name === 'table-maker'));
const prompt = await client.getPrompt({ name: 'table-maker', arguments: { task: 'sort my list' } });
assert.match(prompt.messages[0].content.text, /for this task: sort my list/);
await client.ping();

await pause(300); // the stream of events is opened in the background
changes = 0;
mkdirSync(`${plan.skills}/fresh-one`);
writeFileSync(`${plan.skills}/fresh-one/SKILL.md`, '---\nname: fresh-one\ndescription: Feeds living doughs\n---\nDo it.\n');
for (let i = 0; i < 100 && changes === 0; i += 1) await pause(50);
assert.ok(changes > 0, 'no list_changed notification');
assert.match(await call('list_skills', {}), /fresh-one/);
await client.close();
