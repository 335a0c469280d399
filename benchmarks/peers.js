// docx-js or Carbone writes the text of a task; prints the processor time of each turn in milliseconds as JSON.
const fs = require("node:fs");
const path = require("node:path");
const task = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const library = require(path.join(task.modules, task.module));

function docxJs() {
  const { Document, Packer, Paragraph, TextRun } = library;
  const children = task.blocks.map(([style, text]) => new Paragraph({ style, children: [new TextRun(text)] }));
  return Packer.toBuffer(new Document({ externalStyles: task.styles, sections: [{ children }] }));
}

function carbone() {
  const data = { title: task.title, parts: task.parts };
  return new Promise((resolve, reject) => {
    library.render(path.join(task.folder, "template.docx"), data, (error, file) => (error ? reject(error) : resolve(file)));
  });
}

async function main() {
  const write = { docx: docxJs, carbone }[task.module];
  let file = await write();
  const times = [];
  for (let turn = 0; turn < task.turns; turn += 1) {
    const began = process.cpuUsage();
    file = await write();
    const used = process.cpuUsage(began);
    times.push((used.user + used.system) / 1000);
  }
  fs.writeFileSync(path.join(task.folder, "out.docx"), file);
  process.stdout.write(`${JSON.stringify(times)}\n`, () => process.exit(0));
}

main();
