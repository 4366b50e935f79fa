// A hub small enough to read, on node's own Socket.IO server: the independent peer of the client
// tests. It keeps everything in one file, so that it can be killed and started again.
//   node loopback-hub.cjs <folder with node_modules> <port> <store.json> <acknowledges true|false>
// /ctl/* is the tests' remote control.
const [, , modules, port, storeFile, acknowledges] = process.argv;
const fs = require('fs');
const http = require('http');
const crypto = require('crypto');
const { createRequire } = require('module');
const { Server } = createRequire(modules + '/')('socket.io');

const store = fs.existsSync(storeFile)
  ? JSON.parse(fs.readFileSync(storeFile, 'utf8'))
  : { seq: 0, messages: [], documents: {}, alive: [], consumed: [], ended: [], registered: [], order: [], timeline: [] };
const save = () => {
  fs.writeFileSync(storeFile + '.new', JSON.stringify(store));
  fs.renameSync(storeFile + '.new', storeFile);
};
const owners = new Map();
let mode = {};

const append = (sid, content, localId) => {
  const known = localId && store.messages.find((m) => m.sid === sid && m.localId === localId);
  if (known) return known;
  const message = { id: crypto.randomUUID(), sid, seq: ++store.seq, localId: localId ?? null, content, createdAt: Date.now(), invokedAt: null };
  store.messages.push(message);
  save();
  return message;
};
const document = (key, initial) => (store.documents[key] ??= { version: 1, value: initial ?? null });
const forSocket = ({ id, seq, localId, content, createdAt }) => ({ id, seq, localId, content, createdAt });
const newMessage = (m) => ({ id: m.id, seq: m.seq, createdAt: m.createdAt, body: { t: 'new-message', sid: m.sid, message: forSocket(m) } });

const server = http.createServer(async (req, res) => {
  const chunks = [];
  for await (const chunk of req) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString('utf8');
  const body = text ? JSON.parse(text) : {};
  const url = new URL(req.url, 'http://x');
  const path = url.pathname.replace(/^\/prefix/, '');
  const answer = (status, value, headers) => {
    res.writeHead(status, { 'content-type': 'application/json', ...headers });
    res.end(typeof value === 'string' ? value : JSON.stringify(value));
  };
  if (path === '/health') return answer(200, { status: 'ok', protocolVersion: 1, capabilities: { messageAck: acknowledges === 'true' } });
  if (path.startsWith('/ctl/')) return control(path.slice(5), body, answer);
  if (req.headers.authorization !== 'Bearer secret') return answer(401, { error: 'Invalid token' }, { 'x-hapi-protocol-version': '1' });
  if (path === '/cli/machines') {
    if (body.id === 'foreign') return answer(403, { error: 'Machine access denied' });
    const metadata = document('machine-update-metadata', body.metadata);
    const state = document('machine-update-state', body.runnerState);
    store.machine = body;
    save();
    return answer(200, { machine: { id: body.id, metadata: metadata.value, metadataVersion: metadata.version, runnerState: state.value, runnerStateVersion: state.version } });
  }
  const session = () => {
    const metadata = document('update-metadata');
    const state = document('update-state');
    return { session: { id: 's1', active: false, metadata: metadata.value, metadataVersion: metadata.version, agentState: state.value, agentStateVersion: state.version, extra: 1 } };
  };
  if (path === '/cli/sessions' && req.method === 'POST') {
    document('update-metadata', body.metadata);
    document('update-state', body.agentState);
    store.header = req.headers['x-extra'] ?? null;
    save();
    return answer(200, session());
  }
  if (path === '/cli/sessions/s1/messages') {
    const after = Number(url.searchParams.get('afterSeq'));
    const limit = Number(url.searchParams.get('limit'));
    return answer(200, { messages: store.messages.filter((m) => m.seq > after).slice(0, limit) });
  }
  if (path === '/cli/sessions/s1') return answer(200, session());
  if (path === '/cli/sessions/garbled') return answer(200, '<html>');
  return answer(404, { error: 'Session not found' });
});

const io = new Server(server, { path: '/socket.io/', maxHttpBufferSize: 50331648, pingInterval: Number(process.env.PING_INTERVAL ?? 25000), pingTimeout: Number(process.env.PING_TIMEOUT ?? 20000) });
const cli = io.of('/cli');
cli.use((socket, next) => {
  const { token } = socket.handshake.auth;
  if (mode.refuse || token !== 'secret') return next(new Error('Invalid token'));
  socket.data.extra = socket.handshake.headers['x-extra'];
  next();
});
cli.on('connection', (socket) => {
  socket.join('s1');
  store.extraOnSocket = socket.data.extra ?? null;
  socket.onAny((name, body) => store.order.push(name + (body && body.method ? ' ' + body.method : '')));
  socket.on('disconnect', () => {
    for (const [method, id] of owners) if (id === socket.id) owners.delete(method);
  });
  socket.on('rpc-register', ({ method }) => owners.set(method, socket.id));
  socket.on('message', ({ sid, message, localId, createdAt }, ack) => {
    const before = store.seq;
    const stored = append(sid, message, localId);
    if (store.seq > before) store.timeline.push(message?.content?.n ?? '?');
    stored.createdByClient = createdAt ?? null;
    if (mode.silent) return;
    if (ack) ack({ ok: true, id: stored.id, seq: stored.seq });
  });
  for (const [event, key] of [['update-metadata', 'metadata'], ['update-state', 'agentState'], ['machine-update-metadata', 'metadata'], ['machine-update-state', 'runnerState']]) {
    socket.on(event, (body, ack) => {
      const current = document(event);
      if (mode.silent) return;
      if (mode.refuseUpdates) return ack({ result: 'error', reason: 'not-found' });
      if (mode.conflicts > 0) {
        mode.conflicts--;
        current.version++;
        current.value = { ...(current.value ?? {}), byHub: mode.conflicts };
      }
      if (current.version !== body.expectedVersion) return ack({ result: 'version-mismatch', version: current.version, [key]: current.value });
      current.version++;
      current.value = body[key];
      save();
      if (mode.loseAck) {
        mode.loseAck = false;
        return socket.conn.close();
      }
      ack({ result: 'success', version: current.version, [key]: current.value });
    });
  }
  socket.on('session-alive', (body) => {
    store.alive.push(body);
    for (const m of store.messages) if (m.localId && m.invokedAt === null && m.content.meta?.sentFrom === 'webapp') socket.emit('update', newMessage(m));
  });
  socket.on('machine-alive', (body) => store.alive.push(body));
  socket.on('messages-consumed', (body, ack) => {
    store.consumed.push(body);
    if (mode.deaf) return;
    for (const m of store.messages) {
      if (body.localIds.includes(m.localId) && m.invokedAt === null) {
        m.invokedAt = Date.now();
        store.timeline.push(m.localId);
      }
    }
    save();
    if (ack) ack({ ok: true });
  });
  socket.on('session-end', (body) => store.ended.push(body));
  socket.on('ping', (ack) => ack());
  socket.on('echo', (...args) => args.pop()(...args));
  socket.on('ack-nothing', (ack) => ack());
  socket.on('ack-null', (ack) => ack(null));
});

async function control(name, body, answer) {
  switch (name) {
    case 'state':
      return answer(200, { ...store, owners: [...owners.keys()], sockets: cli.sockets.size });
    case 'mode':
      mode = body;
      return answer(200, {});
    case 'kick':
      for (const socket of cli.sockets.values()) socket.conn.close();
      return answer(200, {});
    case 'leave':
      for (const socket of cli.sockets.values()) socket.disconnect(false);
      return answer(200, {});
    case 'emit':
      cli.emit(body.event, ...body.args);
      return answer(200, {});
    case 'burst':
      for (let i = 0; i < body.count; i++) cli.emit('number', i);
      return answer(200, {});
    case 'big':
      cli.emit('big', 'x'.repeat(body.chars) + 'end');
      return answer(200, {});
    case 'prompt': {
      const message = append('s1', { role: 'user', content: { type: 'text', text: body.text }, meta: { sentFrom: body.sentFrom ?? 'webapp' } }, body.localId);
      if (!body.quiet) cli.emit('update', newMessage(message));
      return answer(200, message);
    }
    case 'update':
      try {
        const answers = await cli.timeout(1000).emitWithAck('update', { id: 'u', seq: 0, createdAt: 0, body });
        return answer(200, answers[0] ?? null);
      } catch (e) {
        return answer(200, { timeout: true });
      }
    case 'retry': {
      const m = store.messages.find((one) => one.localId === body.localId);
      const answers = await cli.timeout(1000).emitWithAck('update', { id: m.id, seq: m.seq, createdAt: 0, body: { t: 'retry-queued-message', sid: 's1', messageId: m.id, localId: m.localId, message: forSocket(m) } });
      return answer(200, answers[0]);
    }
    case 'rpc': {
      const socket = cli.sockets.get(owners.get(body.method));
      if (!socket) return answer(404, { error: 'RPC handler not registered: ' + body.method });
      try {
        const result = await socket.timeout(body.timeout ?? 5000).emitWithAck('rpc-request', { method: body.method, params: body.params ?? '{}' });
        return answer(200, { result, documents: store.documents, count: store.messages.length });
      } catch (e) {
        return answer(504, { error: 'timeout' });
      }
    }
  }
  return answer(404, {});
}

server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
