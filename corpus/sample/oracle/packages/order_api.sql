CREATE OR REPLACE PACKAGE order_api AS
  c_new      CONSTANT VARCHAR2(10) := 'NEW';
  c_shipped  CONSTANT VARCHAR2(10) := 'SHIPPED';

  e_credit_limit EXCEPTION;

  TYPE t_order_cursor IS REF CURSOR;

  FUNCTION create_order(p_customer_id IN NUMBER, p_employee_id IN NUMBER DEFAULT NULL) RETURN orders.order_id%TYPE;
  PROCEDURE add_line(p_order_id IN NUMBER, p_product_id IN NUMBER, p_quantity IN NUMBER);
  PROCEDURE ship(p_order_id IN NUMBER, p_carrier IN VARCHAR2 DEFAULT 'POST');
  PROCEDURE cancel_old(p_days IN NUMBER DEFAULT 30);
  FUNCTION lines_of(p_order_id IN NUMBER) RETURN SYS_REFCURSOR;
END order_api;
/
CREATE OR REPLACE PACKAGE BODY order_api AS

  PROCEDURE recalculate(p_order_id IN NUMBER) IS
  BEGIN
    UPDATE orders o
       SET o.total = (SELECT NVL(SUM(l.line_total), 0) FROM order_lines l WHERE l.order_id = o.order_id)
     WHERE o.order_id = p_order_id;
  END recalculate;

  FUNCTION create_order(p_customer_id IN NUMBER, p_employee_id IN NUMBER DEFAULT NULL) RETURN orders.order_id%TYPE IS
    v_order_id orders.order_id%TYPE;
    v_status   customers.status%TYPE;
  BEGIN
    SELECT status INTO v_status FROM customers WHERE customer_id = p_customer_id FOR UPDATE;
    IF v_status <> 'ACTIVE' THEN
      raise_application_error(-20001, 'Customer ' || p_customer_id || ' is ' || LOWER(v_status));
    END IF;

    INSERT INTO orders (order_id, customer_id, employee_id, ordered_on, status)
    VALUES (order_seq.NEXTVAL, p_customer_id, p_employee_id, SYSDATE, c_new)
    RETURNING order_id INTO v_order_id;
    audit_api.log_change('orders', v_order_id, 'I');
    RETURN v_order_id;
  EXCEPTION
    WHEN NO_DATA_FOUND THEN
      raise_application_error(-20002, 'No customer ' || TO_CHAR(p_customer_id));
  END create_order;

  PROCEDURE add_line(p_order_id IN NUMBER, p_product_id IN NUMBER, p_quantity IN NUMBER) IS
    v_line_no   order_lines.line_no%TYPE;
    v_warehouse warehouses.warehouse_id%TYPE;
    v_limit     customers.credit_limit%TYPE;
    v_order     orders%ROWTYPE;
  BEGIN
    SELECT NVL(MAX(line_no), 0) + 1 INTO v_line_no FROM order_lines WHERE order_id = p_order_id;
    stock_api.reserve(p_product_id => p_product_id, p_quantity => p_quantity, p_warehouse_id => v_warehouse);

    INSERT INTO order_lines (order_id, line_no, product_id, quantity, unit_price, discount_pct)
    VALUES (p_order_id, v_line_no, p_product_id, p_quantity, pricing.price_on(p_product_id), pricing.discount(p_quantity));
    recalculate(p_order_id);

    /* The limit counts what the customer would owe. */
    SELECT * INTO v_order FROM orders WHERE order_id = p_order_id;
    SELECT credit_limit INTO v_limit FROM customers WHERE customer_id = v_order.customer_id;
    IF v_limit > 0 AND v_order.total > v_limit THEN
      RAISE e_credit_limit;
    END IF;
  END add_line;

  PROCEDURE ship(p_order_id IN NUMBER, p_carrier IN VARCHAR2 DEFAULT 'POST') IS
  BEGIN
    UPDATE orders SET status = c_shipped, shipped_on = SYSDATE WHERE order_id = p_order_id AND status = c_new;
    IF SQL%ROWCOUNT <> 1 THEN
      raise_application_error(-20003, 'Order ' || p_order_id || ' cannot be shipped');
    END IF;
    INSERT INTO shipments (shipment_id, order_id, warehouse_id, carrier, left_at)
    SELECT general_seq.NEXTVAL, p_order_id, MIN(warehouse_id), p_carrier, SYSTIMESTAMP
      FROM warehouses;
  END ship;

  PROCEDURE cancel_old(p_days IN NUMBER DEFAULT 30) IS
    CURSOR c_old(p_before DATE) IS
      SELECT order_id FROM orders WHERE status = c_new AND ordered_on < p_before;
    v_order_id orders.order_id%TYPE;
    v_count    PLS_INTEGER := 0;
  BEGIN
    OPEN c_old(TRUNC(SYSDATE) - p_days);
    LOOP
      FETCH c_old INTO v_order_id;
      EXIT WHEN c_old%NOTFOUND;
      UPDATE orders SET status = 'CANCELLED' WHERE order_id = v_order_id;
      v_count := v_count + 1;
    END LOOP;
    CLOSE c_old;
    IF v_count > 0 THEN
      audit_api.log_change('orders', NULL, 'C', v_count || ' orders cancelled');
    END IF;
  END cancel_old;

  FUNCTION lines_of(p_order_id IN NUMBER) RETURN SYS_REFCURSOR IS
    v_lines SYS_REFCURSOR;
  BEGIN
    OPEN v_lines FOR
      SELECT l.line_no, p.name, l.quantity, l.line_total
        FROM order_lines l, products p
       WHERE p.product_id = l.product_id
         AND l.order_id = p_order_id
       ORDER BY l.line_no;
    RETURN v_lines;
  END lines_of;

END order_api;
/
