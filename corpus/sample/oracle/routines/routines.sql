CREATE OR REPLACE FUNCTION business_days(p_from IN DATE, p_to IN DATE) RETURN NUMBER IS
  v_day   DATE := TRUNC(p_from);
  v_count PLS_INTEGER := 0;
BEGIN
  WHILE v_day < TRUNC(p_to) LOOP
    IF TO_CHAR(v_day, 'DY', 'NLS_DATE_LANGUAGE=ENGLISH') NOT IN ('SAT', 'SUN') THEN
      v_count := v_count + 1;
    END IF;
    v_day := v_day + 1;
  END LOOP;
  RETURN v_count;
END business_days;
/

CREATE OR REPLACE FUNCTION mask_email(p_email IN VARCHAR2) RETURN VARCHAR2 DETERMINISTIC IS
  v_at PLS_INTEGER := INSTR(p_email, '@');
BEGIN
  IF v_at <= 1 THEN
    RETURN p_email;
  END IF;
  RETURN SUBSTR(p_email, 1, 1) || RPAD('*', v_at - 2, '*') || SUBSTR(p_email, v_at);
END;
/

CREATE OR REPLACE PROCEDURE purge_audit(p_keep_months IN NUMBER DEFAULT 24) IS
  v_before DATE := ADD_MONTHS(TRUNC(SYSDATE), -p_keep_months);
BEGIN
  DELETE FROM audit_log WHERE logged_at < v_before;
  DBMS_OUTPUT.PUT_LINE(SQL%ROWCOUNT || ' rows purged');
END purge_audit;
/
