CREATE OR REPLACE PACKAGE stock_api AS
  e_out_of_stock EXCEPTION;
  PRAGMA EXCEPTION_INIT(e_out_of_stock, -20010);

  FUNCTION available(p_product_id IN products.product_id%TYPE, p_warehouse_id IN warehouses.warehouse_id%TYPE DEFAULT NULL) RETURN NUMBER;
  PROCEDURE reserve(p_product_id IN products.product_id%TYPE, p_quantity IN NUMBER, p_warehouse_id OUT warehouses.warehouse_id%TYPE);
  PROCEDURE move(p_product_id IN NUMBER, p_from IN NUMBER, p_to IN NUMBER, p_quantity IN NUMBER);
END stock_api;
/
CREATE OR REPLACE PACKAGE BODY stock_api AS

  -- Private: only movements write to the table of movements.
  PROCEDURE note_movement(p_warehouse_id IN NUMBER, p_product_id IN NUMBER, p_quantity IN NUMBER, p_reason IN VARCHAR2) IS
  BEGIN
    INSERT INTO stock_movements (movement_id, warehouse_id, product_id, moved_on, quantity, reason)
    VALUES (movement_seq.NEXTVAL, p_warehouse_id, p_product_id, SYSDATE, p_quantity, p_reason);
  END note_movement;

  FUNCTION available(p_product_id IN products.product_id%TYPE, p_warehouse_id IN warehouses.warehouse_id%TYPE DEFAULT NULL) RETURN NUMBER IS
    v_quantity NUMBER;
  BEGIN
    SELECT NVL(SUM(quantity - reserved), 0)
      INTO v_quantity
      FROM stock
     WHERE product_id = p_product_id
       AND (p_warehouse_id IS NULL OR warehouse_id = p_warehouse_id);
    RETURN v_quantity;
  END available;

  PROCEDURE reserve(p_product_id IN products.product_id%TYPE, p_quantity IN NUMBER, p_warehouse_id OUT warehouses.warehouse_id%TYPE) IS
    CURSOR c_stock IS
      SELECT warehouse_id, quantity - reserved AS free
        FROM stock
       WHERE product_id = p_product_id
       ORDER BY quantity - reserved DESC
         FOR UPDATE;
  BEGIN
    FOR r IN c_stock LOOP
      IF r.free >= p_quantity THEN
        UPDATE stock
           SET reserved = reserved + p_quantity
         WHERE warehouse_id = r.warehouse_id
           AND product_id = p_product_id;
        p_warehouse_id := r.warehouse_id;
        EXIT;
      END IF;
    END LOOP;
    IF p_warehouse_id IS NULL THEN
      raise_application_error(-20010, 'Not enough of product ' || p_product_id || ' in any warehouse');
    END IF;
  END reserve;

  PROCEDURE move(p_product_id IN NUMBER, p_from IN NUMBER, p_to IN NUMBER, p_quantity IN NUMBER) IS
  BEGIN
    UPDATE stock SET quantity = quantity - p_quantity
     WHERE product_id = p_product_id AND warehouse_id = p_from;
    IF SQL%ROWCOUNT = 0 THEN
      RAISE e_out_of_stock;
    END IF;

    UPDATE stock SET quantity = quantity + p_quantity
     WHERE product_id = p_product_id AND warehouse_id = p_to;
    IF SQL%NOTFOUND THEN
      INSERT INTO stock (warehouse_id, product_id, quantity) VALUES (p_to, p_product_id, p_quantity);
    END IF;

    note_movement(p_from, p_product_id, -p_quantity, 'TRANSFER');
    note_movement(p_to, p_product_id, p_quantity, 'TRANSFER');
  END move;

END stock_api;
/
