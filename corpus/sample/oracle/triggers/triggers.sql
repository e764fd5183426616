CREATE OR REPLACE TRIGGER products_biu
BEFORE INSERT OR UPDATE ON products
FOR EACH ROW
BEGIN
  IF INSERTING AND :NEW.product_id IS NULL THEN
    SELECT general_seq.NEXTVAL INTO :NEW.product_id FROM dual;
  END IF;
  IF UPDATING THEN
    :NEW.row_version := NVL(:OLD.row_version, 0) + 1;
  END IF;
  :NEW.sku := UPPER(TRIM(:NEW.sku));
END;
/

CREATE OR REPLACE TRIGGER products_price_au
AFTER UPDATE OF list_price ON products
FOR EACH ROW
WHEN (NEW.list_price <> OLD.list_price)
BEGIN
  INSERT INTO price_changes (change_id, product_id, old_price, new_price)
  VALUES (general_seq.NEXTVAL, :OLD.product_id, :OLD.list_price, :NEW.list_price);
END products_price_au;
/

CREATE OR REPLACE TRIGGER customers_aud
AFTER INSERT OR UPDATE OR DELETE ON customers
FOR EACH ROW
DECLARE
  v_action CHAR(1);
BEGIN
  IF INSERTING THEN
    v_action := 'I';
  ELSIF UPDATING('STATUS') THEN
    v_action := 'S';
  ELSIF UPDATING THEN
    v_action := 'U';
  ELSE
    v_action := 'D';
  END IF;
  audit_api.log_change('customers', NVL(:NEW.customer_id, :OLD.customer_id), v_action);
END;
/

CREATE OR REPLACE TRIGGER open_orders_io
INSTEAD OF UPDATE ON open_orders
FOR EACH ROW
BEGIN
  UPDATE orders SET total = :NEW.total WHERE order_id = :OLD.order_id;
END;
/
