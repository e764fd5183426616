CREATE TABLE customers (
  customer_id  NUMBER(10)      CONSTRAINT customers_pk PRIMARY KEY,
  region_id    NUMBER(6)       CONSTRAINT customers_region_fk REFERENCES regions,
  name         VARCHAR2(120)   NOT NULL,
  email        VARCHAR2(120),
  credit_limit NUMBER(12,2)    DEFAULT 0,
  status       VARCHAR2(10)    DEFAULT 'ACTIVE' NOT NULL
               CONSTRAINT customers_status_ck CHECK (status IN ('ACTIVE', 'BLOCKED', 'CLOSED')),
  since        DATE            DEFAULT TRUNC(SYSDATE) NOT NULL
);

CREATE TABLE addresses (
  address_id   NUMBER(12)      CONSTRAINT addresses_pk PRIMARY KEY,
  customer_id  NUMBER(10)      NOT NULL CONSTRAINT addresses_customer_fk REFERENCES customers ON DELETE CASCADE,
  kind         VARCHAR2(10)    NOT NULL,
  line1        VARCHAR2(100)   NOT NULL,
  line2        VARCHAR2(100),
  city         VARCHAR2(60)    NOT NULL,
  postcode     VARCHAR2(12)
);

CREATE TABLE orders (
  order_id     NUMBER(12)      CONSTRAINT orders_pk PRIMARY KEY,
  customer_id  NUMBER(10)      NOT NULL CONSTRAINT orders_customer_fk REFERENCES customers,
  employee_id  NUMBER(8)       CONSTRAINT orders_employee_fk REFERENCES employees,
  ordered_on   DATE            NOT NULL,
  shipped_on   DATE,
  status       VARCHAR2(10)    DEFAULT 'NEW' NOT NULL,
  total        NUMBER(14,2)    DEFAULT 0 NOT NULL,
  remarks      VARCHAR2(400)
);
CREATE INDEX orders_customer_ix ON orders (customer_id, ordered_on);
CREATE INDEX orders_open_ix ON orders (CASE WHEN status = 'NEW' THEN order_id END);

CREATE TABLE order_lines (
  order_id     NUMBER(12)      NOT NULL CONSTRAINT order_lines_order_fk REFERENCES orders ON DELETE CASCADE,
  line_no      NUMBER(4)       NOT NULL,
  product_id   NUMBER(10)      NOT NULL CONSTRAINT order_lines_product_fk REFERENCES products,
  quantity     NUMBER(8)       NOT NULL,
  unit_price   NUMBER(12,2)    NOT NULL,
  discount_pct NUMBER(5,2)     DEFAULT 0 NOT NULL,
  line_total   NUMBER(14,2)    GENERATED ALWAYS AS (ROUND(quantity * unit_price * (1 - discount_pct / 100), 2)) VIRTUAL,
  CONSTRAINT order_lines_pk PRIMARY KEY (order_id, line_no)
);

CREATE TABLE shipments (
  shipment_id  NUMBER(12)      CONSTRAINT shipments_pk PRIMARY KEY,
  order_id     NUMBER(12)      NOT NULL CONSTRAINT shipments_order_fk REFERENCES orders,
  warehouse_id NUMBER(4)       NOT NULL CONSTRAINT shipments_warehouse_fk REFERENCES warehouses,
  carrier      VARCHAR2(40),
  tracking_no  VARCHAR2(40),
  left_at      TIMESTAMP WITH TIME ZONE
);
