SET DEFINE OFF
INSERT INTO regions (region_id, parent_id, name, iso_code) VALUES (1, NULL, 'Europe', NULL);
INSERT INTO regions (region_id, parent_id, name, iso_code) VALUES (2, 1, 'Germany', 'DE');
INSERT INTO regions (region_id, parent_id, name, iso_code) VALUES (3, 1, 'Finland', 'FI');
INSERT INTO regions (region_id, parent_id, name, iso_code) VALUES (4, 2, 'Saxony', '');
INSERT INTO departments (department_id, name, region_id) VALUES (10, 'Sales', 2);
INSERT INTO departments (department_id, name, region_id, cost_centre) VALUES (20, 'Research & Development', 3, 'RD-1');
INSERT INTO categories (category_id, parent_id, name, sort_order) VALUES (1, NULL, 'Tools', 1);
INSERT INTO categories (category_id, parent_id, name, sort_order) VALUES (2, 1, 'Hand tools', 1);
INSERT INTO categories (category_id, parent_id, name, sort_order) VALUES (3, 1, 'Power tools', 2);
INSERT INTO warehouses (warehouse_id, region_id, name, capacity_m3) VALUES (1, 4, 'Dresden', 1200.5);
INSERT INTO warehouses (warehouse_id, region_id, name, capacity_m3) VALUES (2, 3, 'Turku', 800);
INSERT INTO app_settings (name, value, description) VALUES ('invoice.terms', '30', 'Days until an invoice is due');
INSERT INTO customers (customer_id, region_id, name, email, since)
VALUES (1, 4, 'Baumeister''s', 'info@example.org', TO_DATE('15.03.2021', 'DD.MM.YYYY'));
COMMIT;
