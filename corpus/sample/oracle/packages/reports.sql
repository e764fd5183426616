CREATE OR REPLACE PACKAGE reports AS
  PROCEDURE turnover(p_year IN NUMBER);
  FUNCTION headline(p_region_id IN NUMBER) RETURN VARCHAR2;
  FUNCTION region_path(p_region_id IN NUMBER) RETURN VARCHAR2;
END reports;
/
CREATE OR REPLACE PACKAGE BODY reports AS
  PROCEDURE turnover(p_year IN NUMBER) IS
    v_first DATE := TO_DATE(p_year || '-01-01', 'YYYY-MM-DD');
  BEGIN
    DELETE FROM report_rows WHERE section = 'turnover';
    FOR m IN 0 .. 11 LOOP
      INSERT INTO report_rows (section, label, amount)
      SELECT 'turnover', TO_CHAR(ADD_MONTHS(v_first, m), 'YYYY-MM'), NVL(SUM(total), 0)
        FROM orders
       WHERE ordered_on >= ADD_MONTHS(v_first, m)
         AND ordered_on < ADD_MONTHS(v_first, m + 1);
    END LOOP;
  END turnover;

  FUNCTION headline(p_region_id IN NUMBER) RETURN VARCHAR2 IS
    v_name  regions.name%TYPE;
    v_count PLS_INTEGER;
  BEGIN
    SELECT r.name, COUNT(c.customer_id)
      INTO v_name, v_count
      FROM regions r
      LEFT JOIN customers c ON c.region_id = r.region_id
     WHERE r.region_id = p_region_id
     GROUP BY r.name;
    RETURN INITCAP(v_name) || ': ' || v_count || CASE v_count WHEN 1 THEN ' customer' ELSE ' customers' END;
  EXCEPTION
    WHEN NO_DATA_FOUND THEN
      RETURN 'no region ' || p_region_id;
    WHEN OTHERS THEN
      DBMS_OUTPUT.PUT_LINE('headline: ' || SQLERRM);
      RAISE;
  END headline;

  FUNCTION region_path(p_region_id IN NUMBER) RETURN VARCHAR2 IS
    v_path VARCHAR2(400);
  BEGIN
    FOR r IN (SELECT name
                FROM regions
               START WITH region_id = p_region_id
             CONNECT BY region_id = PRIOR parent_id
               ORDER BY LEVEL DESC) LOOP
      v_path := v_path || '/' || r.name;
    END LOOP;
    RETURN v_path;
  END region_path;
END reports;
/
