# SPDX-FileCopyrightText: 2026 The Skills Tray authors
# SPDX-License-Identifier: MIT
"""A session manager for one client: as much of ICE 1.1 and XSMP 1.0 as it takes to save a client and to end it.

It listens on a socket of its own; SESSION_MANAGER tells the client where. What the client says is read in a thread.
"""

import os
import socket
import struct
import threading

# ICE's own messages have major opcode 0.
BYTE_ORDER, CONNECTION_SETUP, CONNECTION_REPLY, PROTOCOL_SETUP, PROTOCOL_REPLY = 1, 2, 6, 7, 8
REGISTER_CLIENT, REGISTER_CLIENT_REPLY, SAVE_YOURSELF, SAVE_YOURSELF_DONE, DIE = 1, 2, 3, 8, 9
CONNECTION_CLOSED, SET_PROPERTIES, SAVE_COMPLETE = 11, 12, 18
OUR_OPCODE = 1  # of XSMP, in what we send

RESTART_NEVER = b"\3"


def padded(data, to=8):
    return data + b"\0" * (-len(data) % to)


def ice_string(text):
    """Length, text, and padding to four bytes."""
    return padded(struct.pack("<H", len(text)) + text, 4)


def array8(data):
    return padded(struct.pack("<I", len(data)) + data)


class SessionManager:
    def __init__(self, folder):
        self.path = os.path.join(folder, "session-manager")
        self.address = f"local/{socket.gethostname()}:{self.path}"
        self.properties = {}
        self.previous_id = None
        self.registered = threading.Event()
        self.saved = threading.Event()
        self.closed = threading.Event()
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(self.path)
        self._listener.listen(1)
        self._connection = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def end_session(self):
        """Asks the client to save itself, and when it has, to end."""
        self.saved.clear()
        self._save(shutdown=True)
        if not self.saved.wait(10):
            raise TimeoutError("the client does not save itself")
        self._send(OUR_OPCODE, DIE)

    def close(self):
        self._listener.close()
        if self._connection:
            self._connection.close()
        self._thread.join(5)

    def _save(self, shutdown):
        # Type both, no interaction, not in a hurry.
        self._send(OUR_OPCODE, SAVE_YOURSELF, body=struct.pack("<BBBB4x", 2, shutdown, 0, 0))

    def _send(self, major, minor, data=b"\0\0", body=b""):
        body = padded(body)
        self._connection.sendall(struct.pack("<BB2sI", major, minor, data, len(body) // 8) + body)

    def _serve(self):
        try:
            self._connection, _ = self._listener.accept()
            self._send(0, BYTE_ORDER, b"\0\0")
            while self._take():
                pass
        except OSError:
            pass  # closed, by one of the two
        self.closed.set()

    def _read(self, size):
        data = b""
        while len(data) < size:
            piece = self._connection.recv(size - len(data))
            if not piece:
                return None
            data += piece
        return data

    def _take(self):
        header = self._read(8)
        if not header:
            return False
        major, minor, _, length = struct.unpack("<BB2sI", header)
        body = self._read(8 * length) if length else b""
        if major == 0:
            self._answer_ice(minor)
        else:
            self._answer_client(minor, body)
        return minor != CONNECTION_CLOSED or major == 0

    def _answer_ice(self, minor):
        names = ice_string(b"test") + ice_string(b"1")
        if minor == CONNECTION_SETUP:
            self._send(0, CONNECTION_REPLY, b"\0\0", names)  # the first version offered
        elif minor == PROTOCOL_SETUP:
            self._send(0, PROTOCOL_REPLY, bytes([0, OUR_OPCODE]), names)

    def _answer_client(self, minor, body):
        if minor == REGISTER_CLIENT:
            size = struct.unpack_from("<I", body)[0]
            self.previous_id = body[4:4 + size].decode()
            self._send(OUR_OPCODE, REGISTER_CLIENT_REPLY, body=array8(b"10abc"))
            if not self.previous_id:  # a new client is saved once, so that its properties are known
                self._send(OUR_OPCODE, SAVE_YOURSELF, body=struct.pack("<BBBB4x", 1, 0, 0, 0))
            self.registered.set()
        elif minor == SET_PROPERTIES:
            self._read_properties(body)
        elif minor == SAVE_YOURSELF_DONE:
            self._send(OUR_OPCODE, SAVE_COMPLETE)
            self.saved.set()

    def _read_properties(self, body):
        count, at = struct.unpack_from("<I", body)[0], 8

        def array():
            nonlocal at
            size = struct.unpack_from("<I", body, at)[0]
            value = body[at + 4:at + 4 + size]
            at += len(array8(value))
            return value

        for _ in range(count):
            name, _ = array().decode(), array()
            values = struct.unpack_from("<I", body, at)[0]
            at += 8
            self.properties[name] = [array() for _ in range(values)]
