CREATE TABLE invoices (
  invoice_id   NUMBER(12)      CONSTRAINT invoices_pk PRIMARY KEY,
  order_id     NUMBER(12)      NOT NULL CONSTRAINT invoices_order_fk REFERENCES orders,
  issued_on    DATE            NOT NULL,
  due_on       DATE            NOT NULL,
  amount       NUMBER(14,2)    NOT NULL,
  paid         NUMBER(14,2)    DEFAULT 0 NOT NULL
);

CREATE TABLE payments (
  payment_id   NUMBER(12)      CONSTRAINT payments_pk PRIMARY KEY,
  invoice_id   NUMBER(12)      NOT NULL CONSTRAINT payments_invoice_fk REFERENCES invoices,
  paid_on      DATE            NOT NULL,
  amount       NUMBER(14,2)    NOT NULL,
  method       VARCHAR2(10)    NOT NULL
)
PARTITION BY LIST (method) (
  PARTITION payments_card VALUES ('CARD', 'WALLET'),
  PARTITION payments_bank VALUES ('TRANSFER', 'DEBIT'),
  PARTITION payments_other VALUES (DEFAULT)
);

CREATE TABLE app_settings (
  name         VARCHAR2(40)    CONSTRAINT app_settings_pk PRIMARY KEY,
  value        VARCHAR2(400),
  description  VARCHAR2(400)
);

CREATE TABLE audit_log (
  audit_id     NUMBER(14)      CONSTRAINT audit_log_pk PRIMARY KEY,
  table_name   VARCHAR2(30)    NOT NULL,
  row_id       NUMBER(14),
  action       CHAR(1)         NOT NULL,
  detail       VARCHAR2(4000),
  logged_at    TIMESTAMP(3)    DEFAULT SYSTIMESTAMP NOT NULL,
  logged_by    VARCHAR2(30)    DEFAULT USER NOT NULL
);

CREATE GLOBAL TEMPORARY TABLE report_rows (
  section      VARCHAR2(30),
  label        VARCHAR2(100),
  amount       NUMBER(14,2)
) ON COMMIT PRESERVE ROWS;
