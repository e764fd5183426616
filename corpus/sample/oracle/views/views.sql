CREATE OR REPLACE VIEW category_tree AS
SELECT category_id,
       parent_id,
       LEVEL                                   AS depth,
       LPAD(' ', 2 * (LEVEL - 1)) || name      AS indented_name,
       SYS_CONNECT_BY_PATH(name, ' > ')        AS path,
       CONNECT_BY_ISLEAF                       AS is_leaf,
       CONNECT_BY_ROOT name                    AS top_name
  FROM categories
 START WITH parent_id IS NULL
CONNECT BY PRIOR category_id = parent_id
 ORDER SIBLINGS BY sort_order, name;

CREATE OR REPLACE VIEW staff AS
SELECT e.employee_id, e.full_name, d.name AS department, m.full_name AS manager, NVL(e.commission_pct, 0) AS commission_pct
  FROM employees e, departments d, employees m
 WHERE e.department_id = d.department_id(+)
   AND e.manager_id = m.employee_id(+)
   AND e.left_on IS NULL
  WITH READ ONLY;

CREATE OR REPLACE VIEW open_orders (order_id, customer, ordered_on, age_days, total) AS
SELECT o.order_id, c.name, o.ordered_on, TRUNC(SYSDATE) - TRUNC(o.ordered_on), o.total
  FROM orders o
  JOIN customers c ON c.customer_id = o.customer_id
 WHERE o.status IN ('NEW', 'PICKED');

CREATE OR REPLACE VIEW product_margin AS
SELECT p.product_id,
       p.name,
       p.list_price,
       DECODE(p.discontinued, 'Y', 'discontinued', 'N', 'on sale', 'unknown') AS state,
       RANK() OVER (PARTITION BY p.category_id ORDER BY p.list_price DESC)    AS price_rank,
       ROUND(p.list_price / NULLIF(SUM(p.list_price) OVER (PARTITION BY p.category_id), 0) * 100, 1) AS share_pct
  FROM products p;

CREATE OR REPLACE VIEW best_customers AS
SELECT *
  FROM (SELECT c.customer_id, c.name, SUM(o.total) AS turnover
          FROM customers c, orders o
         WHERE o.customer_id = c.customer_id
           AND o.ordered_on >= ADD_MONTHS(TRUNC(SYSDATE, 'MM'), -12)
         GROUP BY c.customer_id, c.name
         ORDER BY 3 DESC)
 WHERE ROWNUM <= 10;

CREATE OR REPLACE VIEW stock_by_region AS
SELECT NVL(r.name, 'all regions') AS region, p.sku, SUM(s.quantity) AS quantity,
       LISTAGG(w.name, ', ') WITHIN GROUP (ORDER BY w.name) AS warehouses
  FROM stock s
  JOIN warehouses w ON w.warehouse_id = s.warehouse_id
  JOIN regions r ON r.region_id = w.region_id
  JOIN products p ON p.product_id = s.product_id
 GROUP BY ROLLUP (r.name), p.sku;

CREATE MATERIALIZED VIEW monthly_sales
BUILD IMMEDIATE
REFRESH COMPLETE ON DEMAND
AS
SELECT TRUNC(ordered_on, 'MM') AS month, COUNT(*) AS orders, SUM(total) AS total
  FROM orders
 GROUP BY TRUNC(ordered_on, 'MM');

CREATE OR REPLACE SYNONYM items FOR products;
