CREATE OR REPLACE PACKAGE pricing AS
  FUNCTION price_on(p_product_id IN NUMBER, p_day IN DATE DEFAULT SYSDATE) RETURN NUMBER;
  FUNCTION discount(p_quantity IN NUMBER) RETURN NUMBER DETERMINISTIC;
  FUNCTION discount(p_customer_name IN VARCHAR2) RETURN NUMBER;
  PROCEDURE raise_prices(p_category_id IN categories.category_id%TYPE, p_percent IN NUMBER, p_changed OUT PLS_INTEGER);
END pricing;
/
CREATE OR REPLACE PACKAGE BODY pricing AS
  FUNCTION price_on(p_product_id IN NUMBER, p_day IN DATE DEFAULT SYSDATE) RETURN NUMBER IS
    v_price prices.price%TYPE;
  BEGIN
    SELECT price
      INTO v_price
      FROM (SELECT price
              FROM prices
             WHERE product_id = p_product_id
               AND valid_from <= p_day
               AND (valid_to IS NULL OR valid_to > p_day)
             ORDER BY valid_from DESC)
     WHERE ROWNUM = 1;
    RETURN v_price;
  EXCEPTION
    WHEN NO_DATA_FOUND THEN
      SELECT list_price INTO v_price FROM products WHERE product_id = p_product_id;
      RETURN v_price;
  END price_on;

  FUNCTION discount(p_quantity IN NUMBER) RETURN NUMBER DETERMINISTIC IS
  BEGIN
    CASE
      WHEN p_quantity >= 1000 THEN RETURN 15;
      WHEN p_quantity >= 100 THEN RETURN 7.5;
      ELSE RETURN 0;
    END CASE;
  END discount;

  FUNCTION discount(p_customer_name IN VARCHAR2) RETURN NUMBER IS
    v_turnover NUMBER;
  BEGIN
    SELECT SUM(o.total)
      INTO v_turnover
      FROM orders o JOIN customers c ON c.customer_id = o.customer_id
     WHERE UPPER(c.name) LIKE UPPER(p_customer_name) || '%';
    RETURN CASE WHEN NVL(v_turnover, 0) > 100000 THEN 5 ELSE 0 END;
  END discount;

  PROCEDURE raise_prices(p_category_id IN categories.category_id%TYPE, p_percent IN NUMBER, p_changed OUT PLS_INTEGER) IS
  BEGIN
    p_changed := 0;
    FOR p IN (SELECT product_id, list_price
                FROM products
               WHERE category_id IN (SELECT category_id
                                       FROM categories
                                      START WITH category_id = p_category_id
                                    CONNECT BY PRIOR category_id = parent_id)) LOOP
      UPDATE products
         SET list_price = ROUND(p.list_price * (1 + p_percent / 100), 2)
       WHERE product_id = p.product_id;
      p_changed := p_changed + 1;
    END LOOP;
    DBMS_OUTPUT.PUT_LINE('raised ' || p_changed || ' prices');
  END raise_prices;
END pricing;
/
