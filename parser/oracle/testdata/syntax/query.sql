select 1 from dual
/
select distinct a, b as c, t.*, s.t.* from t, s.t where a = 1 and not b <> 2 or c is not null
/
select unique a "Quoted", count(*), count(distinct b), count(all c) from t group by a having count(*) > 1 order by 1 desc nulls last, a asc nulls first
/
select * from a inner join b on a.id = b.id left outer join c using (id, x) right join d on d.id = c.id full outer join e on 1 = 1 cross join f natural join g natural left join h
/
select * from a join b join c on b.x = c.x on a.x = b.x
/
select * from (a join b on a.id = b.id), (select * from c) d, ((select 1 x from dual union select 2 from dual)) e
/
select * from t a, u b where a.id = b.id(+) and b.kind ( + ) = 'x' and (a.x(+)) between 1 and 2
/
select a.id from a where exists (select 1 from b where b.id = a.id) and a.k in (select k from c) and (a.x, a.y) not in ((1, 2), (3, 4))
/
select * from t where a in (1, 2, 3) and b not in ('x') and c like 'a%' escape '\' and d not like 'b_' and e likec 'c' and f between 1 and 2 and g not between x + 1 and y * 2
/
select * from t where a > all (select x from y) and b = any (1, 2) and c <> some (select 1 from dual) and d is nan and e is not infinite
/
select level, sys_connect_by_path(name, '/') path, connect_by_root name as root, connect_by_isleaf leaf, prior id from t
where x = 1 start with parent_id is null connect by nocycle prior id = parent_id and level <= 10 order siblings by name
/
select * from t connect by level <= 5
/
select * from t connect by prior a = b start with a = 1
/
with a as (select 1 x from dual), b (y, z) as (select x, x + 1 from a union all select y + 1, z from b where y < 10)
search depth first by y desc set ord cycle y set is_cycle to 'Y' default 'N'
select * from a, b
/
with function f (p number) return number is begin return p + 1; end;
procedure q is begin null; end;
x as (select f(1) from dual) select * from x
/
with function f return number is begin return 1; end f; select f from dual
/
select a, sum(b) over (partition by c, d order by e desc nulls last rows between unbounded preceding and current row) s,
       avg(b) over (order by e range between interval '7' day preceding and interval '1' day following),
       count(*) over (), first_value(b ignore nulls) over (w rows 3 preceding), lag(b, 1, 0) over (order by e), last_value(b) ignore nulls over (order by 1),
       nth_value(b, 2) from first respect nulls over (order by c), ntile(4) over w,
       sum(b) over (order by a groups between 1 preceding and 2 following exclude current row)
from t window w as (partition by c order by d)
/
select max(sal) keep (dense_rank first order by hired desc) over (partition by dept), min(sal) keep (dense_rank last order by hired nulls first), listagg(name, ', ') within group (order by name), listagg(distinct name, ',' on overflow truncate '...' without count) within group (order by name) over (partition by x), percentile_cont(0.5) within group (order by sal desc), rank(1500, 5) within group (order by sal, comm) from emp
/
select a, b, grouping(a), grouping_id(a, b) from t group by rollup (a, b), cube (c, (d, e)), grouping sets ((a, b), a, ())
/
select * from t offset 5 rows fetch next 10 rows only
/
select * from t order by a fetch first 10 percent rows with ties
/
select * from t fetch first row only
/
select * from t offset :n rows
/
select * from t for update
/
select * from t where a = 1 for update of t.a, b nowait
/
select * from t for update wait 5
/
select * from t for update skip locked
/
select * from t partition (p1) a, t subpartition (sp1) b, t partition for (date '2020-01-01') c
/
select * from t sample (10) seed (3), u sample block (5, 2) v
/
select * from t as of timestamp (systimestamp - interval '1' hour) x, u as of scn 12345, v versions between scn minvalue and maxvalue, w versions between timestamp t1 and t2 y
/
select * from t as of period for valid_time sysdate
/
select * from remote_t@link, s.r@link.example.com x where x.a = f@link(1) and pkg.g@link(2) = 1
/
select * from table(f(1)) a, table(cast(x as t)) b, the (select c from d) e, table(a.nested) (+) g, lateral (select * from h) i, f(2) j
/
select * from a cross apply (select * from b where b.id = a.id) x outer apply table(f(a.id)) y
/
select * from a left join b partition by (b.x) on a.id = b.id
/
select * from (select dept, job, sal from emp) pivot (sum(sal) as total, count(*) n for (dept, job) in ((10, 'A') as a10, (20, 'B') b20)) p
/
select * from t pivot xml (max(v) for k in (any))
/
select * from t pivot xml (max(v) for k in (select distinct k from u))
/
select * from t unpivot include nulls ((a, b) for k in ((a1, b1) as 'one', (a2, b2) as 'two')) u where u.a > 1
/
select * from t unpivot (v for k in (c1, c2 as 'x', c3))
/
select country, year, sales from sv model partition by (country) dimension by (product, year) measures (sales, 0 as c) ignore nav unique single reference
rules upsert sequential order iterate (3) until (c[1] > 2) (sales['x', 2002] = sales['x', 2001] + sum(sales)['y', year between 1 and 2], sales[for product in ('a', 'b'), any] = cv(product) * 2) order by 1
/
select * from t model return updated rows main m dimension by (a) measures (b) rules automatic order (b[1] = 2)
/
select * from ticker match_recognize (partition by symbol order by ts measures strt.ts as s, final last(down.ts) as b one row per match after match skip to last up pattern (strt down+ up*? | x{2,3}) subset ud = (up, down) define down as down.price < prev(down.price)) m
/
select cursor(select * from b where b.id = a.id) c, multiset(select 1 from dual) from a
/
select cast(a as number(10, 2)), cast(multiset(select x from y) as t_tab), cast(b as timestamp with local time zone), cast(c as interval day(3) to second(6)), cast(d as varchar2(10 char) default 'x' on conversion error, 'fmt'), cast(collect(e order by f desc) as s.t_list) from t
/
select treat(value(p) as ref s.emp_t).x, treat(p as t).f(1).g, value(p), ref(p), deref(r).a from people p where p is of type (only emp_t, mgr_t) and q is not of (t)
/
select a multiset union distinct b, a multiset except all c, a multiset intersect d from t where x member of y and z not member of y and a submultiset of b and c is a set and d is not a set and e is empty and f is not empty and r is dangling
/
select extract(year from d), extract(timezone_hour from ts), extract(x, '/a/b').getstringval(), trim(leading '0' from a), trim(both from b), trim(trailing 'x' from c), trim(d), trim('x' from e), translate(a using nchar_cs), chr(65 using nchar_cs) from t
/
select date '2020-01-31', timestamp '2020-01-01 00:00:00 +01:00', interval '5' day, interval '1-2' year to month, interval '4 5:12:10.222' day(3) to second(3), interval '400' year(3), (a - b) day(9) to second(6), (c - d) year to month, ts at time zone 'UTC', ts at local, systimestamp at time zone dbtimezone from t
/
select q'[it's]', Q'{a}', nq'!x!', n'y', 'it''s', '', 1e5, 1.5f, 2d, .5, 5., 1.2e-10, -1, +1, 2 ** 3 from dual
/
select a || b || 'c', a mod b, - - a, not a = b from t where not (a = 1 or not b = 2) and :x = :1 and :"Quoted" = ? and a ^= b and c != d and e ~= f and a > = b and c < > d
/
select case a when 1 then 'x' when 2 then 'y' else 'z' end, case when a > 1 then b end as c, case when a = 1 then case when b = 2 then 3 end else 4 end d from t
/
select decode(a, 1, 'x', null, 'y', 'z'), nvl2(a, b, c), to_number(a default 0 on conversion error, '999'), to_date(b default null on conversion error), validate_conversion(c as date, 'yyyy') from t
/
select xmlelement("emp", xmlattributes(e.id as "id", name), xmlforest(e.a, b as "bb"), 'text', xmlagg(xmlelement(name x, y) order by z desc, w)) from e
/
select xmlelement(evalname a || b, c), xmlquery('$d/a' passing by value doc as "d", 1 as "e" returning content null on empty), xmlexists('/a' passing doc), xmlcast(x as varchar2(10)), xmlparse(document a wellformed), xmlparse(content b), xmlserialize(content x as clob encoding 'UTF-8' version '1.0' indent size = 2 hide defaults), xmlserialize(document y as blob no indent), xmlroot(x, version '1.0', standalone yes), xmlroot(y, version no value), xmlpi(name "x", 'y'), xmlcolattval(a as "x", b), xmlconcat(a, b), xmlcomment('x'), xmlcdata('y'), xmlforest(a as evalname b) from t
/
select x.* from t, xmltable(xmlnamespaces('u' as "p", default 'd'), '/p:a/b' passing t.doc, 2 as "n" returning sequence by ref columns id number path '@id', seq for ordinality, name varchar2(10) path 'name' default 'x', x xmltype path '.', y path 'z') x
/
select column_value from xmltable('1 to 10')
/
select json_value(d, '$.a' returning number(10) default 0 on error null on empty), json_query(d, '$.b' returning clob pretty with conditional array wrapper error on error), json_query(d format json, '$' without wrapper empty array on empty), json_exists(d, '$?(@.x > $v)' passing 1 as "v", 2 as "w" false on error), d.a.b[0].c, d.items[*].x from t where d is json and e is not json strict with unique keys and f is json (value) and json_textcontains(d, '$', 'x')
/
select json_object('a' value b, key 'c' value d format json, 'e' : f, 'g':h, key 'i' is j null on null returning clob strict with unique keys), json_object(*), json_object(t.*), json_object(a, b), json_array(1, 'x', b null on null returning varchar2(100)), json_array(select x from y order by x), json_arrayagg(a order by b desc, c null on null returning clob), json_objectagg(key k value v absent on null), json_mergepatch(a, b returning clob pretty), json_serialize(a returning clob pretty), json_transform(d, set '$.a' = 1, remove '$.b' ignore on missing, append '$.c' = (select 1 from dual)), json {'a' : 1}, json('[]') from t
/
select jt.* from t, json_table(t.doc, '$[*]' error on error null on empty columns (id number path '$.id' default 0 on error, ord for ordinality, name path '$.name', n varchar2(20) format json with wrapper path '$.n', has exists path '$.x', x, nested path '$.items[*]' columns (sku varchar2(10) path '$.sku', nested '$.k' columns (z path '$'))) ) jt
/
select * from json_table('[]', '$' columns (a number)) , json_table(d format json columns (a path '$.a')) j
/
(select 1 from dual) union all (select 2 from dual) order by 1
/
select a from t union select b from u minus select c from v intersect (select d from w) except all select e from x order by 1 fetch first 1 rows only
/
((select 1 from dual union select 2 from dual) minus select 3 from dual)
/
select (select max(x) from y) m, ((select 1 from dual)) n, (((1 + 2))) o from dual where ((select count(*) from z) + 1) > 2 and (a, b) = (select c, d from e)
/
select a.b.c(1)(2).d, t(i).field, pkg.const, seq.nextval, s.seq.currval, x.y.z@link from dual
/
select 1 as "select", t."from" from "Schema"."Table" "t" where "t"."x y" = 'a'
/
select /*+ index(t i) */ a -- comment
from t /* another */ where a = 1
/
select * from containers(t) where con_id = 1
/
select prediction(model1 using *), prediction_set(m, 3 using a, b as c), cluster_id(m using *), feature_value(f, 1 using x), vector_distance(a, b, cosine), a <-> b from t
/
select * from t where rownum <= 10 and rowid = chartorowid('x') and regexp_like(a, 'x', 'i') and (a, b) overlaps (c, d)
/
select * from only (person_v) p, xmltable('x' passing y) (+) z
/
select * from (values (1, 'a'), (2, 'b')) t (id, name)
/
select a from t qualify row_number() over (order by a) = 1
/
select f(a => 1, b => 2), g(1, c => 3) from t
/
select case a when 1 then 2 end case, case when b then 1 end case from t
/
select json_object(* returning clob), json_object('a' is f(b), 'c' is d), xmlforest(a b, c), xmlattributes((a || b) code, c d) from t, json_table(x, '$' columns a number path '$.a', nested '$.b' columns (c number), d) y
/
select user, uid, sysdate, current_date, sessiontimezone, sys_context('USERENV', 'SESSION_USER') from dual
/
explain plan set statement_id = 'x' into plan_table for select * from t
/
select * from t where current of c
/
select count(*)
  from t a, (select b.*, rank() over(partition by x order by y) rn from b) c
 where a.id = c.id and c.rn = 1 and to_char(d, 'yyyy') = '2020' and a.type = 'X' and a.value > 0 and a.key = c.name
