// Code: lines with highlighting, findings and links. Text goes into the page as text only, never as markup.
const keywords = new Set(("ADD AFTER ALL ALTER AND ANY AS ASC AUTHID BEFORE BEGIN BETWEEN BODY BULK BY CALL CASCADE CASE CAST CHECK CLOSE COLLECT COLUMN COMMENT COMMIT CONNECT CONSTANT CONSTRAINT " +
  "CONTINUE CREATE CROSS CURRENT CURSOR DECLARE DEFAULT DEFERRABLE DELETE DESC DETERMINISTIC DISTINCT DO DROP EACH ELSE ELSEIF ELSIF END EXCEPTION EXEC EXECUTE EXISTS EXIT FETCH FOR FORALL FOREIGN FROM FULL FUNCTION " +
  "GENERATED GO GOTO GRANT GROUP HAVING IDENTITY IF IMMEDIATE IN INDEX INNER INOUT INSERT INSTEAD INTERSECT INTO IS JOIN KEY LANGUAGE LEFT LIKE LIMIT LOOP MATERIALIZED MERGE MINUS NEW NOT NULL OF OLD ON OPEN OR ORDER OTHERS OUT OUTER " +
  "OVER PACKAGE PARTITION PERFORM PIPELINED PRAGMA PRIMARY PROC PROCEDURE QUERY RAISE RECORD RECURSIVE REFERENCES REPLACE RETURN RETURNING RETURNS REVERSE REVOKE RIGHT ROLLBACK ROW ROWS SAVEPOINT SELECT SEQUENCE SET SETOF START SYNONYM TABLE THEN TO " +
  "TRIGGER TRUNCATE TYPE UNION UNIQUE UPDATE USING VALUES VIEW WHEN WHERE WHILE WITH " +
  "BIGINT BOOLEAN BYTEA CHAR CLOB DATE INTEGER INT NUMBER NUMERIC NVARCHAR SMALLINT TEXT TIMESTAMP TIMESTAMPTZ VARCHAR VARCHAR2 PLS_INTEGER BLOB").split(" "));
const lexis = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*(?:'|$)|"[^"\n]*"?|[A-Za-z_][\w$#]*|\d+(?:\.\d+)?|[^\s\w'"]|\s+/g;

// element makes an element with a class and text.
function element(tag, cls, text) {
  const e = document.createElement(tag);
  if (cls) e.className = cls;
  if (text !== undefined) e.textContent = text;
  return e;
}

// highlight cuts code into lines of pieces with a class.
function highlight(code) {
  const lines = [[]];
  const put = (cls, text) => text.split("\n").forEach((t, i) => {
    if (i) lines.push([]);
    if (t) lines[lines.length - 1].push([cls, t]);
  });
  for (const [t] of code.replace(/\r\n?/g, "\n").matchAll(lexis)) {
    const c = t[0];
    if (t.startsWith("--") || t.startsWith("/*")) put("com", t);
    else if (c === "'") put("str", t);
    else if (c >= "0" && c <= "9") put("num", t);
    else put(keywords.has(t.toUpperCase()) ? "kw" : "", t);
  }
  return lines;
}

// codeView shows code from line first on. marks has findings by line, linked the lines that lead to the other side.
function codeView(code, first, label, marks, linked, onLine) {
  const box = element("div", "code");
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", label);
  const byLine = new Map();
  let part;
  highlight(code).forEach((pieces, i) => {
    if (i % 200 === 0) box.append(part = element("div", "part"));
    const n = first + i, row = element("div", "ln"), text = element("span");
    row.append(element("b", "", String(n)), text);
    for (const [cls, t] of pieces) text.append(cls ? element("span", cls, t) : t);
    if (!pieces.length) text.append(" ");
    if (linked.has(n)) { row.classList.add("link"); row.addEventListener("click", () => onLine(n)); }
    part.append(row);
    byLine.set(n, row);
    for (const mark of marks.get(n) || []) {
      row.classList.add("marked", mark.severity);
      if (mark.node) part.append(mark.node);
    }
  });
  return { box, byLine };
}

// show marks lines as hit and brings the first one into view.
function show(view, lines) {
  for (const row of view.box.querySelectorAll(".hit")) row.classList.remove("hit");
  lines.forEach((n, i) => {
    const row = view.byLine.get(n);
    if (!row) return;
    row.classList.add("hit");
    if (i === 0) view.box.scrollTop += row.getBoundingClientRect().top - view.box.getBoundingClientRect().top - view.box.clientHeight / 3;
  });
}
