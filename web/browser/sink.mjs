// A mail server for tests: it takes what it is sent, refuses the addresses that
// it is told to, and can go away and come back on the same port.
import { createServer } from "node:net";

/** sink starts one. Returns {port, got, refuse, stop(), again()}. */
export async function sink(port = 0) {
  const mail = { got: [], refuse: new Map(), port, sockets: new Set() };
  const listen = () => new Promise((resolve, reject) => {
    mail.server = createServer((socket) => talk(mail, socket)).on("error", reject).listen(mail.port, "127.0.0.1", () => {
      mail.port = mail.server.address().port;
      resolve();
    });
  });
  mail.stop = () => new Promise((resolve) => {
    for (const socket of mail.sockets) socket.destroy();
    mail.server.close(() => resolve());
  });
  mail.again = listen;
  await listen();
  return mail;
}

function talk(mail, socket) {
  mail.sockets.add(socket);
  socket.on("close", () => mail.sockets.delete(socket)).on("error", () => {});
  let rest = "";
  let letter = null; // while the words of a message come
  let from = "";
  let to = "";
  const say = (line) => socket.write(`${line}\r\n`);
  say("220 sink.example");
  socket.on("data", (bytes) => {
    rest += bytes.toString("utf8");
    for (let end = rest.indexOf("\r\n"); end >= 0; end = rest.indexOf("\r\n")) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 2);
      if (letter !== null) {
        if (line !== ".") letter.push(line.startsWith(".") ? line.slice(1) : line);
        else {
          mail.got.push({ from, to, body: letter.join("\r\n") });
          letter = null;
          say("250 2.0.0 taken");
        }
        continue;
      }
      const [word] = line.toUpperCase().split(/[ :]/);
      if (word === "EHLO" || word === "HELO") say("250 sink.example");
      else if (word === "MAIL") { from = line.match(/<(.*?)>/)[1]; say("250 2.1.0 ok"); }
      else if (word === "RCPT") { to = line.match(/<(.*?)>/)[1]; say(mail.refuse.get(to) ?? "250 2.1.5 ok"); }
      else if (word === "DATA") { letter = []; say("354 go on"); }
      else if (word === "QUIT") { say("221 2.0.0 bye"); socket.end(); }
      else say("250 2.0.0 ok");
    }
  });
}

/** header is a field of a message, unfolded. */
export function header(body, name) {
  const [head] = body.split("\r\n\r\n");
  return head.replace(/\r\n[ \t]+/g, " ").split("\r\n").find((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}: `))?.slice(name.length + 2);
}
