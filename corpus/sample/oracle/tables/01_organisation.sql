-- Who works where. Everything else hangs on these.
CREATE TABLE regions (
  region_id    NUMBER(6)           CONSTRAINT regions_pk PRIMARY KEY,
  parent_id    NUMBER(6)           CONSTRAINT regions_parent_fk REFERENCES regions (region_id),
  name         VARCHAR2(60 CHAR)   NOT NULL,
  iso_code     CHAR(2)
);
COMMENT ON TABLE regions IS 'Countries, states and districts: a tree';
COMMENT ON COLUMN regions.parent_id IS 'The region it lies in; null at the top';

CREATE TABLE departments (
  department_id  NUMBER(4)         CONSTRAINT departments_pk PRIMARY KEY,
  name           VARCHAR2(40)      NOT NULL,
  region_id      NUMBER(6)         NOT NULL,
  manager_id     NUMBER(8),
  cost_centre    VARCHAR2(10)      DEFAULT 'NONE' NOT NULL,
  CONSTRAINT departments_name_uk UNIQUE (name),
  CONSTRAINT departments_region_fk FOREIGN KEY (region_id) REFERENCES regions (region_id)
)
TABLESPACE app_data
STORAGE (INITIAL 64K NEXT 1M)
/

CREATE TABLE employees (
  employee_id    NUMBER(8)         NOT NULL,
  department_id  NUMBER(4),
  manager_id     NUMBER(8),
  first_name     VARCHAR2(40),
  last_name      VARCHAR2(40)      NOT NULL,
  email          VARCHAR2(120)     NOT NULL,
  hired_on       DATE              DEFAULT SYSDATE NOT NULL,
  left_on        DATE,
  salary         NUMBER(10,2)      CONSTRAINT employees_salary_ck CHECK (salary > 0),
  commission_pct NUMBER(3,2),
  photo          BLOB,
  full_name      VARCHAR2(81)      GENERATED ALWAYS AS (first_name || ' ' || last_name) VIRTUAL,
  CONSTRAINT employees_pk PRIMARY KEY (employee_id) USING INDEX TABLESPACE app_idx,
  CONSTRAINT employees_left_ck CHECK (left_on IS NULL OR left_on >= hired_on)
);

-- The two tables need each other.
ALTER TABLE employees ADD (
  CONSTRAINT employees_department_fk FOREIGN KEY (department_id) REFERENCES departments,
  CONSTRAINT employees_manager_fk FOREIGN KEY (manager_id) REFERENCES employees (employee_id)
);
ALTER TABLE departments ADD CONSTRAINT departments_manager_fk
  FOREIGN KEY (manager_id) REFERENCES employees (employee_id) DEFERRABLE INITIALLY DEFERRED;

CREATE UNIQUE INDEX employees_email_ux ON employees (LOWER(email));
CREATE INDEX employees_department_ix ON employees (department_id, last_name DESC) TABLESPACE app_idx;
