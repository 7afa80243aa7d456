# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""A model's endpoint on loopback that asks a client to call tools, one after the other, and keeps what it is sent back.

It thinks nothing: `with ModelEndpoint(calls) as endpoint:` plays the list of calls (tool, arguments) as Anthropic's
Messages API would, also as Google's generateContent and OpenAI's Responses API would, and says "done" after the last.
endpoint.results holds what came back for each call, as text; endpoint.prompts what the user said.
"""

import http.server
import json
import threading


def text_of(content):
    """What a model reads of a tool's result: text, and a note for anything else."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "\n".join(block.get("text", f"[{block.get('type')}]") for block in content)
    return json.dumps(content, ensure_ascii=False)


class Anthropic:
    """POST /v1/messages"""

    @staticmethod
    def reads(path):
        return "/messages" in path

    @staticmethod
    def tools(body):
        return [tool.get("name") or "" for tool in body.get("tools", [])]

    @staticmethod
    def blocks(body, role):
        for message in body.get("messages", []):
            if message["role"] == role:
                content = message["content"]
                yield from ([{"type": "text", "text": content}] if isinstance(content, str) else content)

    @classmethod
    def results(cls, body):
        return {block["tool_use_id"]: text_of(block.get("content", ""))
                for block in cls.blocks(body, "user") if block.get("type") == "tool_result"}

    @classmethod
    def said(cls, body):
        return [block["text"] for block in cls.blocks(body, "user") if block.get("type") == "text"]

    @staticmethod
    def answer(body, call):
        block = {"type": "text", "text": "done"}
        if call:
            block = {"type": "tool_use", "id": call["id"], "name": call["name"], "input": call["arguments"]}
        message = {"id": "msg_1", "type": "message", "role": "assistant", "model": body.get("model"),
                   "content": [block], "stop_reason": "tool_use" if call else "end_turn", "stop_sequence": None,
                   "usage": {"input_tokens": 10, "output_tokens": 5}}
        if not body.get("stream"):
            return json.dumps(message), "application/json"
        start, delta = {**block, "text": ""}, {"type": "text_delta", "text": "done"}
        if call:
            start = {**block, "input": {}}
            delta = {"type": "input_json_delta", "partial_json": json.dumps(call["arguments"])}
        events = [
            ("message_start", {"message": {**message, "content": [], "stop_reason": None}}),
            ("content_block_start", {"index": 0, "content_block": start}),
            ("content_block_delta", {"index": 0, "delta": delta}),
            ("content_block_stop", {"index": 0}),
            ("message_delta", {"delta": {"stop_reason": message["stop_reason"], "stop_sequence": None},
                               "usage": {"output_tokens": 5}}),
            ("message_stop", {})]
        return "".join(f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n"
                       for name, data in events), "text/event-stream"


class Google:
    """POST …:generateContent and …:streamGenerateContent"""

    @staticmethod
    def reads(path):
        return "enerateContent" in path

    @staticmethod
    def tools(body):
        return [function["name"] for tool in body.get("tools", []) for function in tool.get("functionDeclarations", [])]

    @staticmethod
    def results(body):
        parts = [part["functionResponse"] for content in body.get("contents", []) for part in content.get("parts", [])
                 if "functionResponse" in part]
        return {f"call_{number}": text_of(part["response"].get("output", part["response"]))
                for number, part in enumerate(parts)}

    @staticmethod
    def said(body):
        return [part["text"] for content in body.get("contents", []) if content.get("role") == "user"
                for part in content.get("parts", []) if "text" in part]

    @staticmethod
    def answer(_, call):
        part = {"functionCall": {"name": call["name"], "args": call["arguments"]}} if call else {"text": "done"}
        answer = {"candidates": [{"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}],
                  "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15}}
        return f"data: {json.dumps(answer)}\n\n", "text/event-stream"


class OpenAI:
    """POST /v1/responses"""

    @staticmethod
    def reads(path):
        return path.endswith("/responses")

    @staticmethod
    def tools(body):
        names = []
        for tool in body.get("tools", []):
            names += [f"{tool['name']}/{each['name']}" for each in tool.get("tools", [])] or [tool.get("name") or ""]
        return names

    @staticmethod
    def results(body):
        return {item["call_id"]: text_of(item["output"])
                for item in body.get("input", []) if item.get("type") == "function_call_output"}

    @staticmethod
    def said(body):
        return [part.get("text", "") for item in body.get("input", []) if item.get("role") == "user"
                for part in item.get("content", [])]

    @staticmethod
    def answer(body, call):
        item = {"type": "message", "id": "msg_1", "role": "assistant", "status": "completed",
                "content": [{"type": "output_text", "text": "done", "annotations": []}]}
        if call:
            space, _, name = call["name"].rpartition("/")
            item = {"type": "function_call", "id": "fc_" + call["id"], "call_id": call["id"], "status": "completed",
                    "name": name, "arguments": json.dumps(call["arguments"]), **({"namespace": space} if space else {})}
        response = {"id": "resp_1", "object": "response", "model": body.get("model"), "status": "completed",
                    "output": [item], "usage": {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15,
                                                "input_tokens_details": {"cached_tokens": 0},
                                                "output_tokens_details": {"reasoning_tokens": 0}}}
        events = [("response.created", {"response": {**response, "status": "in_progress", "output": []}}),
                  ("response.output_item.added", {"output_index": 0, "item": item}),
                  ("response.output_item.done", {"output_index": 0, "item": item}),
                  ("response.completed", {"response": response})]
        return "".join(f"event: {name}\ndata: {json.dumps({'type': name, **data})}\n\n"
                       for name, data in events), "text/event-stream"


class ModelEndpoint:
    def __init__(self, calls):
        self.calls = calls
        self.results = {}
        self.prompts = []
        self.offered = []
        self.paths = []

    def reply(self, path, body):
        """The answer to one request, as (text, type)."""
        api = next((each for each in (Anthropic, Google, OpenAI) if each.reads(path)), None)
        if not api or "count" in path.rsplit("/", 1)[-1]:
            return json.dumps({"input_tokens": 100, "totalTokens": 100, "data": [], "models": []}), "application/json"
        offered = api.tools(body)
        self.prompts += [text for text in api.said(body) if text not in self.prompts]
        results = api.results(body)
        for number in range(len(self.calls)):
            if f"call_{number}" in results:
                self.results[number] = results[f"call_{number}"]
        number = sum(key.startswith("call_") for key in results)
        if number >= len(self.calls):
            return api.answer(body, None)
        tool, arguments = self.calls[number]
        name = next((each for each in offered if each.endswith(tool)), None)
        # Claude Code names the tools of servers only when they are looked for.
        if not name and "ToolSearch" in offered and "search" not in results:
            query = "select:" + ",".join(sorted({f"mcp__skills__{each}" for each, _ in self.calls}))
            return api.answer(body, {"id": "search", "name": "ToolSearch", "arguments": {"query": query}})
        if not name:  # a request beside the conversation, for a title or the like
            return api.answer(body, None)
        self.offered = offered
        return api.answer(body, {"id": f"call_{number}", "name": name, "arguments": arguments})

    def __enter__(self):
        endpoint = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def send(self, text, kind):
                data = text.encode()
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            def do_GET(self):
                self.send('{"data": [], "models": []}', "application/json")

            do_HEAD = do_GET

            def do_POST(self):
                raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                endpoint.paths.append(self.path)
                try:
                    body = json.loads(raw)
                except ValueError:
                    return self.send("{}", "application/json")
                return self.send(*endpoint.reply(self.path.split("?")[0], body))

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
