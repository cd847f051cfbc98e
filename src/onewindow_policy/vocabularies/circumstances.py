"""How often benefits are paid, and what can be so with people, on a new site.

The kinds of disability and their degrees are those of GB/T 26341-2010; the circumstances of
hardship those of the 《社会救助暂行办法》 and its successors. A city adds its own.
"""

BENEFIT_PERIODS = [
    {"code": "day", "title": "每天", "title_en": "a day"},
    {"code": "month", "title": "每月", "title_en": "a month"},
    {"code": "quarter", "title": "每季度", "title_en": "a quarter"},
    {"code": "term", "title": "每学期", "title_en": "a term"},
    {"code": "year", "title": "每年", "title_en": "a year"},
    {"code": "once", "title": "一次性", "title_en": "once"},
    {"code": "case", "title": "每次", "title_en": "each time"},
]

#: Codes and names by what they are about, each with its English name.
_BY_SUBJECT = {
    "household": (
        ("local", "本市户籍", "Registered in this city"),
        ("elsewhere", "外地户籍", "Registered elsewhere"),
    ),
    "residence": (
        ("local", "在本市居住", "Living in this city"),
        ("elsewhere", "不在本市居住", "Living elsewhere"),
    ),
    "disability": (
        ("1", "残疾一级", "Disability degree 1"),
        ("2", "残疾二级", "Disability degree 2"),
        ("3", "残疾三级", "Disability degree 3"),
        ("4", "残疾四级", "Disability degree 4"),
        ("none", "没有残疾证", "No disability certificate"),
    ),
    "disability_kind": (
        ("sight", "视力残疾", "Sight"),
        ("hearing", "听力残疾", "Hearing"),
        ("speech", "言语残疾", "Speech"),
        ("physical", "肢体残疾", "Physical"),
        ("intellectual", "智力残疾", "Intellectual"),
        ("mental", "精神残疾", "Mental"),
    ),
    "hardship": (
        ("minimum", "低保家庭", "Family with minimum living allowance"),
        ("destitute", "特困人员", "Person in destitution"),
        ("margin", "低保边缘家庭", "Family just above the minimum"),
        ("illness", "因病致贫家庭", "Family in hardship through illness"),
        ("none", "不属于困难家庭", "No hardship recognised"),
    ),
    "living": (
        ("alone", "独居", "Living alone"),
        ("couple", "只有老两口", "An elderly couple by themselves"),
        ("family", "与家人同住", "Living with family"),
    ),
    "care": (
        ("needed", "经评估失能", "Assessed as unable to care for oneself"),
        ("none", "生活能自理", "Able to care for oneself"),
    ),
    "employment": (
        ("student", "在校学生", "Student"),
        ("employed", "有单位", "Employed"),
        ("flexible", "灵活就业", "Self-employed or flexible work"),
        ("unemployed", "没有工作", "Out of work"),
        ("retired", "已退休", "Retired"),
    ),
    "service": (
        ("veteran", "退役军人", "Veteran"),
        ("conscript", "义务兵家庭", "Family of a conscript"),
        ("martyr", "烈士遗属", "Family of a martyr"),
        ("none", "都不是", "None of these"),
    ),
    "pension": (
        ("residents", "城乡居民养老保险", "Residents' pension insurance"),
        ("employees", "职工养老保险", "Employees' pension insurance"),
        ("none", "没有参加", "Not insured"),
    ),
    "parents": (
        ("orphan", "孤儿", "Orphan"),
        ("unattended", "父母无法抚养", "Parents unable to care"),
        ("cared", "有父母抚养", "Cared for by parents"),
    ),
}

CIRCUMSTANCES = [
    {
        "code": f"{about}_{code}",
        "title": title,
        "title_en": title_en,
        "about": about,
    }
    for about, terms in _BY_SUBJECT.items()
    for code, title, title_en in terms
]
