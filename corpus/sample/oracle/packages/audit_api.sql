CREATE OR REPLACE PACKAGE audit_api AS
  PROCEDURE log_change(p_table IN VARCHAR2, p_row IN NUMBER, p_action IN VARCHAR2, p_detail IN VARCHAR2 DEFAULT NULL);
  FUNCTION last_change(p_table IN VARCHAR2, p_row IN NUMBER) RETURN TIMESTAMP;
END audit_api;
/
CREATE OR REPLACE PACKAGE BODY audit_api AS
  PROCEDURE log_change(p_table IN VARCHAR2, p_row IN NUMBER, p_action IN VARCHAR2, p_detail IN VARCHAR2 DEFAULT NULL) IS
  BEGIN
    INSERT INTO audit_log (audit_id, table_name, row_id, action, detail)
    VALUES (audit_seq.NEXTVAL, UPPER(p_table), p_row, SUBSTR(p_action, 1, 1), SUBSTR(p_detail, 1, 4000));
  END;

  FUNCTION last_change(p_table IN VARCHAR2, p_row IN NUMBER) RETURN TIMESTAMP IS
    v_when audit_log.logged_at%TYPE;
  BEGIN
    SELECT MAX(logged_at) INTO v_when
      FROM audit_log
     WHERE table_name = UPPER(p_table) AND row_id = p_row;
    RETURN v_when;
  END last_change;
END audit_api;
/
