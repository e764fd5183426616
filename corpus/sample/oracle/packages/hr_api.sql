CREATE OR REPLACE PACKAGE hr_api AUTHID CURRENT_USER AS
  PROCEDURE hire(p_first IN VARCHAR2, p_last IN VARCHAR2, p_department IN VARCHAR2, p_salary IN NUMBER, p_id OUT NUMBER);
  PROCEDURE leave(p_employee_id IN NUMBER, p_day IN DATE DEFAULT SYSDATE);
  FUNCTION years_of_service(p_employee_id IN NUMBER) RETURN NUMBER;
  FUNCTION chain_of_command(p_employee_id IN NUMBER) RETURN VARCHAR2;
END hr_api;
/
CREATE OR REPLACE PACKAGE BODY hr_api AS
  PROCEDURE hire(p_first IN VARCHAR2, p_last IN VARCHAR2, p_department IN VARCHAR2, p_salary IN NUMBER, p_id OUT NUMBER) IS
    v_department departments.department_id%TYPE;
  BEGIN
    BEGIN
      SELECT department_id INTO v_department FROM departments WHERE name = p_department;
    EXCEPTION
      WHEN NO_DATA_FOUND THEN
        v_department := NULL;
      WHEN TOO_MANY_ROWS THEN
        raise_application_error(-20030, 'More than one department ' || p_department);
    END;
    SELECT NVL(MAX(employee_id), 0) + 1 INTO p_id FROM employees;
    INSERT INTO employees (employee_id, department_id, first_name, last_name, email, salary)
    VALUES (p_id, v_department, p_first, p_last,
            LOWER(SUBSTR(p_first, 1, 1) || p_last) || '@example.com', p_salary);
  EXCEPTION
    WHEN DUP_VAL_ON_INDEX THEN
      raise_application_error(-20031, 'There is a ' || p_first || ' ' || p_last || ' already');
  END hire;

  PROCEDURE leave(p_employee_id IN NUMBER, p_day IN DATE DEFAULT SYSDATE) IS
  BEGIN
    UPDATE employees
       SET left_on = TRUNC(p_day)
     WHERE employee_id = p_employee_id
       AND left_on IS NULL;
  END leave;

  FUNCTION years_of_service(p_employee_id IN NUMBER) RETURN NUMBER IS
    v_years NUMBER;
  BEGIN
    SELECT FLOOR(MONTHS_BETWEEN(NVL(left_on, SYSDATE), hired_on) / 12)
      INTO v_years
      FROM employees
     WHERE employee_id = p_employee_id;
    RETURN v_years;
  END years_of_service;

  FUNCTION chain_of_command(p_employee_id IN NUMBER) RETURN VARCHAR2 IS
    v_chain VARCHAR2(2000);
  BEGIN
    SELECT LISTAGG(last_name, ' < ') WITHIN GROUP (ORDER BY LEVEL)
      INTO v_chain
      FROM employees
     START WITH employee_id = p_employee_id
   CONNECT BY NOCYCLE employee_id = PRIOR manager_id;
    RETURN v_chain;
  END chain_of_command;
END hr_api;
/
