CREATE TABLE warehouses (
  warehouse_id NUMBER(4)      CONSTRAINT warehouses_pk PRIMARY KEY,
  region_id    NUMBER(6)      NOT NULL CONSTRAINT warehouses_region_fk REFERENCES regions,
  name         VARCHAR2(60)   NOT NULL,
  capacity_m3  NUMBER(9,1)
);

CREATE TABLE stock (
  warehouse_id NUMBER(4)      NOT NULL CONSTRAINT stock_warehouse_fk REFERENCES warehouses,
  product_id   NUMBER(10)     NOT NULL CONSTRAINT stock_product_fk REFERENCES products,
  quantity     NUMBER(10)     DEFAULT 0 NOT NULL,
  reserved     NUMBER(10)     DEFAULT 0 NOT NULL,
  reorder_at   NUMBER(10),
  CONSTRAINT stock_pk PRIMARY KEY (warehouse_id, product_id),
  CONSTRAINT stock_reserved_ck CHECK (reserved <= quantity)
);

CREATE TABLE stock_movements (
  movement_id  NUMBER(14)     NOT NULL,
  warehouse_id NUMBER(4)      NOT NULL,
  product_id   NUMBER(10)     NOT NULL,
  moved_on     DATE           NOT NULL,
  quantity     NUMBER(10)     NOT NULL,
  reason       VARCHAR2(12)   NOT NULL,
  CONSTRAINT stock_movements_pk PRIMARY KEY (movement_id, moved_on)
)
PARTITION BY RANGE (moved_on) (
  PARTITION movements_2023 VALUES LESS THAN (TO_DATE('2024-01-01', 'YYYY-MM-DD')),
  PARTITION movements_2024 VALUES LESS THAN (DATE '2025-01-01'),
  PARTITION movements_rest VALUES LESS THAN (MAXVALUE)
);
CREATE INDEX stock_movements_product_ix ON stock_movements (product_id, moved_on) LOCAL;
