CREATE OR REPLACE PACKAGE billing AS
  FUNCTION invoice_order(p_order_id IN NUMBER, p_terms IN NUMBER DEFAULT 30) RETURN NUMBER;
  PROCEDURE pay(p_invoice_id IN NUMBER, p_amount IN NUMBER, p_method IN VARCHAR2);
  FUNCTION overdue_days(p_invoice_id IN NUMBER) RETURN NUMBER;
  FUNCTION customer_balance(p_customer_id IN NUMBER) RETURN NUMBER;
END billing;
/
CREATE OR REPLACE PACKAGE BODY billing AS
  FUNCTION invoice_order(p_order_id IN NUMBER, p_terms IN NUMBER DEFAULT 30) RETURN NUMBER IS
    v_id     invoices.invoice_id%TYPE;
    v_total  orders.total%TYPE;
  BEGIN
    SELECT total INTO v_total FROM orders WHERE order_id = p_order_id;
    SELECT invoice_seq.NEXTVAL INTO v_id FROM dual;
    INSERT INTO invoices (invoice_id, order_id, issued_on, due_on, amount)
    VALUES (v_id, p_order_id, TRUNC(SYSDATE), TRUNC(SYSDATE) + p_terms, v_total * (1 + settings.c_vat_rate));
    RETURN v_id;
  END invoice_order;

  PROCEDURE pay(p_invoice_id IN NUMBER, p_amount IN NUMBER, p_method IN VARCHAR2) IS
    v_open NUMBER(14,2);
  BEGIN
    SELECT amount - paid INTO v_open FROM invoices WHERE invoice_id = p_invoice_id FOR UPDATE NOWAIT;
    IF p_amount > v_open THEN
      raise_application_error(-20020, 'Only ' || TO_CHAR(v_open, 'FM999G990D00') || ' is open');
    END IF;
    INSERT INTO payments (payment_id, invoice_id, paid_on, amount, method)
    VALUES (general_seq.NEXTVAL, p_invoice_id, SYSDATE, p_amount, UPPER(TRIM(p_method)));
    UPDATE invoices SET paid = paid + p_amount WHERE invoice_id = p_invoice_id;
  END pay;

  FUNCTION overdue_days(p_invoice_id IN NUMBER) RETURN NUMBER IS
    v_due DATE;
  BEGIN
    SELECT due_on INTO v_due FROM invoices WHERE invoice_id = p_invoice_id AND paid < amount;
    RETURN GREATEST(TRUNC(SYSDATE) - v_due, 0);
  EXCEPTION
    WHEN NO_DATA_FOUND THEN
      RETURN 0;
  END overdue_days;

  FUNCTION customer_balance(p_customer_id IN NUMBER) RETURN NUMBER IS
    v_balance NUMBER(14,2);
  BEGIN
    SELECT NVL(SUM(i.amount - i.paid), 0)
      INTO v_balance
      FROM invoices i
      JOIN orders o ON o.order_id = i.order_id
     WHERE o.customer_id = p_customer_id;
    RETURN v_balance;
  END customer_balance;
END billing;
/
